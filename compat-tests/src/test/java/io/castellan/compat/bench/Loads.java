package io.castellan.compat.bench;

import io.castellan.compat.client.FillLargeTree;
import io.castellan.compat.client.LoadZnodes;
import io.castellan.compat.client.MeasureLatency;
import io.castellan.compat.client.TimeCreation;
import io.castellan.compat.client.TimeZnodes;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockTool;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import java.util.List;

/**
 * What the servers are loaded with: stock's own tools and clients, Kafka 3.9.2's and ZooKeeper
 * 3.9.6's.
 */
final class Loads implements AutoCloseable {
  static final int RECORD_SIZE = 1024;
  static final int SMALL_RECORD_SIZE = 100;

  private final ToolRunner kafka = ToolRunner.forLoad(StockRelease.KAFKA_3_9_2);
  private final ToolRunner zooKeeper = ToolRunner.forLoad(StockRelease.ZOOKEEPER_3_9_6);

  /** A topic of one partition. */
  ToolRun createTopic(Subject subject, String topic) {
    return createTopic(subject, topic, 1);
  }

  /** Makes a topic, and returns the seconds until all of its partitions are led. */
  double timeCreation(Subject subject, String topic, int partitions) {
    ToolRun run =
        kafka.run(
            TimeCreation.class.getName(),
            List.of(subject.servers().bootstrap(), topic, Integer.toString(partitions)),
            List.of(),
            false);
    return Double.parseDouble(Bench.check(run).out().strip());
  }

  /** A topic of some partitions. */
  ToolRun createTopic(Subject subject, String topic, int partitions) {
    return kafka.run(
        StockTool.TOPICS,
        "--bootstrap-server",
        subject.servers().bootstrap(),
        "--create",
        "--topic",
        topic,
        "--partitions",
        Integer.toString(partitions));
  }

  /**
   * Prints a line that ends the report with records and MB a second.
   *
   * @param acks {@code 1} or {@code all}; with the latter the client is idempotent, as it is unless
   *     told otherwise
   */
  ToolRun produce(Subject subject, String topic, int records, int recordSize, String acks) {
    return kafka.run(
        StockTool.PRODUCER_PERF,
        "--topic",
        topic,
        "--num-records",
        Integer.toString(records),
        "--record-size",
        Integer.toString(recordSize),
        "--throughput",
        "-1",
        "--producer-props",
        "acks=" + acks,
        "bootstrap.servers=" + subject.servers().bootstrap());
  }

  ToolRun consume(Subject subject, String topic, int records) {
    return kafka.run(
        StockTool.CONSUMER_PERF,
        "--bootstrap-server",
        subject.servers().bootstrap(),
        "--topic",
        topic,
        "--messages",
        Integer.toString(records),
        "--timeout",
        "60000");
  }

  /** Prints the 50th, 99th and 99.9th percentile in microseconds. */
  ToolRun latency(Subject subject, String topic, int rate, int seconds, int warmUpSeconds) {
    return kafka.run(
        MeasureLatency.class.getName(),
        List.of(
            subject.servers().bootstrap(),
            topic,
            Integer.toString(rate),
            Integer.toString(seconds),
            Integer.toString(warmUpSeconds)),
        List.of(),
        false);
  }

  /** Prints operations per second. */
  ToolRun znodes(Subject subject, String operation, int operations, int rate, String root) {
    return zooKeeper.run(
        LoadZnodes.class.getName(),
        List.of(
            subject.servers().connect(),
            operation,
            Integer.toString(operations),
            Integer.toString(rate),
            root),
        List.of(),
        false);
  }

  /** Makes znodes of 100 bytes. */
  void fillLargeTree(String connect, String root, int count) {
    zooKeeper(FillLargeTree.class, connect, root, Integer.toString(count));
  }

  /**
   * Times one operation after another, or each when it is due.
   *
   * @param rate a second; 0 for one after another
   * @return the median, the 99th and the 99.9th percentile in microseconds
   */
  String timeZnodes(String connect, String operation, int count, int rate, String node) {
    return zooKeeper(
        TimeZnodes.class,
        connect,
        operation,
        Integer.toString(count),
        Integer.toString(rate),
        node);
  }

  private String zooKeeper(Class<?> client, String... arguments) {
    return run(zooKeeper, client, arguments);
  }

  /** Runs a client of these tests; returns what it has printed. */
  static String run(ToolRunner runner, Class<?> client, String... arguments) {
    ToolRun run = runner.run(client.getName(), List.of(arguments), List.of(), false);
    if (run.exitCode() != 0) {
      throw new IllegalStateException("load failed: " + run);
    }
    return run.out().strip();
  }

  @Override
  public void close() {
    kafka.close();
    zooKeeper.close();
  }
}
