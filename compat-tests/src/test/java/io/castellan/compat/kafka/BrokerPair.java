package io.castellan.compat.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.compat.client.PrintZnodes;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockServers;
import io.castellan.compat.harness.StockTool;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import io.castellan.compat.harness.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two brokers of a stock release, 0 and 1, on one ZooKeeper, and a user with that release's tools.
 */
final class BrokerPair implements AutoCloseable {
  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern CONTROLLER = Pattern.compile("\"brokerid\":(\\d)");

  private final StockRelease release;
  private final Path directory;
  private final String connect;
  private final int[] ports = {Ports.free(), Ports.free()};
  private final Map<Integer, ServerProcess> brokers = new HashMap<>();
  private final ToolRunner tools;
  private final ToolRunner client;

  BrokerPair(StockRelease release, Path directory, String connect) {
    this.release = release;
    this.directory = directory;
    this.connect = connect;
    this.tools = new ToolRunner(release);
    this.client = ToolRunner.withOwnClients(StockRelease.ZOOKEEPER_3_6_3);
  }

  void start(int id) {
    brokers.put(
        id,
        StockServers.kafka(
            release,
            subdirectory("broker-" + id),
            ports[id],
            connect,
            "broker.id=" + id,
            "offsets.topic.replication.factor=2",
            "zookeeper.session.timeout.ms=" + SESSION_TIMEOUT.toMillis(),
            "controlled.shutdown.retry.backoff.ms=500"));
  }

  ServerProcess broker(int id) {
    ServerProcess broker = brokers.get(id);
    if (broker == null) {
      throw new IllegalStateException("broker " + id + " was never started");
    }
    return broker;
  }

  /** Runs a tool against a broker, which must succeed. */
  String run(int id, StockTool tool, String options) {
    return runWithInput(id, tool, List.of(), options);
  }

  String runWithInput(int id, StockTool tool, List<String> input, String options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                tool == StockTool.CONSOLE_PRODUCER ? "--broker-list" : "--bootstrap-server",
                "127.0.0.1:" + ports[id]));
    words.addAll(List.of(options.split(" ")));
    ToolRun run = tools.runWithInput(tool, input, words.toArray(new String[0]));
    assertEquals(0, run.exitCode(), run::toString);
    return run.out();
  }

  /** Waits until these brokers are registered, and no other. */
  void awaitRegistered(Integer... ids) {
    String wanted = List.of(ids).toString();
    Waiting.until(
        "/brokers/ids to be " + wanted,
        LIMIT,
        () -> znode("/brokers/ids").startsWith(wanted + " "));
  }

  /** Waits until a broker is the controller. */
  void awaitController(int id) {
    Waiting.until("broker " + id + " to be the controller", LIMIT, () -> controller() == id);
  }

  /** Waits until all partitions of a topic have both brokers in their ISR. */
  void awaitInSync(String topic, int partitions) {
    Pattern both = Pattern.compile("Isr: (0,1|1,0)\\b");
    Waiting.until(
        topic + " to be in sync on both brokers",
        LIMIT,
        () ->
            both.matcher(run(0, StockTool.TOPICS, "--describe --topic " + topic)).results().count()
                == partitions);
  }

  /** Waits until a path is gone. */
  void awaitGone(String path) {
    Waiting.until(path + " to be gone", LIMIT, () -> znode(path).equals("none"));
  }

  int controller() {
    Matcher matcher = CONTROLLER.matcher(znode("/controller"));
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
  }

  /** The session that a broker is registered with. */
  String session(int id) {
    return znode("/brokers/ids/" + id).split(" ", 3)[1];
  }

  /** The line of {@link PrintZnodes} for a path. */
  String znode(String path) {
    ToolRun run = client.run(PrintZnodes.class.getName(), List.of(connect, path), List.of(), false);
    assertEquals(0, run.exitCode(), run::toString);
    return run.out().strip();
  }

  private Path subdirectory(String name) {
    try {
      return Files.createDirectories(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills what still runs: a test that ends well has stopped its brokers. */
  @Override
  public void close() {
    brokers.values().stream().filter(ServerProcess::isAlive).forEach(ServerProcess::kill);
    tools.close();
    client.close();
  }
}
