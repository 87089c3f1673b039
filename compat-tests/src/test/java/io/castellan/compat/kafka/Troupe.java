package io.castellan.compat.kafka;

import io.castellan.compat.client.GroupMembers;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import io.castellan.compat.libraries.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The members of a group, in a process for each release or library. */
final class Troupe implements AutoCloseable {
  private static final long END_LIMIT_SECONDS = 60;

  private final String bootstrap;
  private final String topic;
  private final String group;
  private final Path directory;
  private final Map<String, CompletableFuture<String>> running = new LinkedHashMap<>();
  private final List<AutoCloseable> processes = new ArrayList<>();

  /**
   * @param directory where they keep their journals
   */
  Troupe(String bootstrap, String topic, String group, Path directory) {
    this.bootstrap = bootstrap;
    this.topic = topic;
    this.group = group;
    this.directory = directory;
  }

  /** Start {@code count} members of a Java release, in one process. */
  void join(StockRelease release, String name, int count, String... settings) {
    ToolRunner runner = ToolRunner.forLoad(release);
    processes.add(runner);
    List<String> arguments =
        new ArrayList<>(
            List.of(bootstrap, topic, group, name, String.valueOf(count), directory.toString()));
    arguments.addAll(List.of(settings));
    running.put(
        name,
        CompletableFuture.supplyAsync(
            () -> {
              ToolRun run = runner.run(GroupMembers.class.getName(), arguments, List.of(), false);
              runner.close();
              return run.exitCode() == 0 ? "" : name + ": " + run.err();
            },
            task -> new Thread(task, name).start()));
  }

  /** Start a member of librdkafka, if the machine has it. */
  boolean joinLibrdkafka(String name) throws Exception {
    String python =
        Programs.firstThatRuns("python3", "/usr/bin/python3", "-c", "import confluent_kafka")
            .orElse("");
    if (python.isEmpty()) {
      return false;
    }
    Process process =
        new ProcessBuilder(
                python,
                Programs.script("group_member.py"),
                bootstrap,
                topic,
                group,
                name,
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".out").toFile())
            .start();
    processes.add(() -> process.destroyForcibly().waitFor());
    running.put(
        name,
        process.onExit().thenApply(p -> p.exitValue() == 0 ? "" : name + ": " + p.exitValue()));
    return true;
  }

  /** Those that have been started and not been waited for. */
  Set<String> names() {
    return Set.copyOf(running.keySet());
  }

  /** Whether all of them still run. */
  boolean isComplete() {
    return running.values().stream().noneMatch(CompletableFuture::isDone);
  }

  /** What those said that have ended. */
  String ended() {
    return String.join(
        "\n",
        running.values().stream()
            .filter(CompletableFuture::isDone)
            .map(CompletableFuture::join)
            .toList());
  }

  /** Wait until a process ends that was told to, in peace. */
  void awaitEnd(String name) {
    try {
      String complaint = running.remove(name).get(END_LIMIT_SECONDS, TimeUnit.SECONDS);
      if (!complaint.isEmpty()) {
        throw new AssertionError(complaint);
      }
    } catch (TimeoutException e) {
      throw new AssertionError(name + " does not end", e);
    } catch (Exception e) {
      throw new AssertionError(name, e);
    }
  }

  @Override
  public void close() {
    for (AutoCloseable process : processes) {
      try {
        process.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
