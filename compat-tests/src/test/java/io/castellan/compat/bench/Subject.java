package io.castellan.compat.bench;

import io.castellan.compat.harness.Pair;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.ToolRun;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One of the two that are compared, running.
 *
 * @param name for the reports of progress
 * @param servers its processes: two, or twice the same one
 */
record Subject(String name, Pair servers) {

  /** CPU seconds that all of its processes used while {@code load} ran. */
  double cpuSeconds(Supplier<ToolRun> load) {
    Duration before = cpu();
    ToolRun run = load.get();
    if (run.exitCode() != 0) {
      throw new IllegalStateException("load on " + name + " failed: " + run);
    }
    return seconds(cpu().minus(before));
  }

  private Duration cpu() {
    return processes().map(p -> p.usage().cpu()).reduce(Duration.ZERO, Duration::plus);
  }

  /** Resident memory of all of its processes. */
  double residentMib() {
    return processes().mapToLong(p -> p.usage().residentBytes()).sum() / 1048576.0;
  }

  private Stream<ServerProcess> processes() {
    return Stream.of(servers.zooKeeper(), servers.kafka()).distinct();
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
