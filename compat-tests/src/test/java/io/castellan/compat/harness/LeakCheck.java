package io.castellan.compat.harness;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class that leaves a process behind, and ends that process. */
public final class LeakCheck implements AfterAllCallback {

  @Override
  public void afterAll(ExtensionContext context) {
    List<ProcessHandle> left =
        ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    if (!left.isEmpty()) {
      String names =
          left.stream()
              .map(p -> p.pid() + " " + p.info().arguments().map(a -> a[a.length - 1]).orElse(""))
              .collect(Collectors.joining(", "));
      left.forEach(ProcessHandle::destroyForcibly);
      throw new AssertionError(context.getDisplayName() + " left processes behind: " + names);
    }
  }
}
