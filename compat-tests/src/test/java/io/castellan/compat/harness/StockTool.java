package io.castellan.compat.harness;

/**
 * The programs behind stock's shell scripts. Most Kafka tools moved from Scala to Java between 3.0
 * and 4.0.
 */
public enum StockTool {
  /** zkCli.sh. */
  ZK_CLI("org.apache.zookeeper.ZooKeeperMain"),
  /** kafka-topics.sh. */
  TOPICS("kafka.admin.TopicCommand", 3, 7, "org.apache.kafka.tools.TopicCommand"),
  /** kafka-configs.sh. */
  CONFIGS("kafka.admin.ConfigCommand"),
  /** kafka-consumer-groups.sh. */
  CONSUMER_GROUPS(
      "kafka.admin.ConsumerGroupCommand",
      3,
      8,
      "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"),
  /** kafka-console-producer.sh. */
  CONSOLE_PRODUCER("kafka.tools.ConsoleProducer", 4, 0, "org.apache.kafka.tools.ConsoleProducer"),
  /** kafka-console-consumer.sh. */
  CONSOLE_CONSUMER(
      "kafka.tools.ConsoleConsumer", 3, 8, "org.apache.kafka.tools.consumer.ConsoleConsumer"),
  /** kafka-get-offsets.sh; before it had a script of its own, kafka-run-class.sh. */
  GET_OFFSETS("kafka.tools.GetOffsetShell", 3, 6, "org.apache.kafka.tools.GetOffsetShell"),
  /** kafka-consumer-offset-checker.sh, which reads offsets from ZooKeeper; until 0.10. */
  CONSUMER_OFFSET_CHECKER("kafka.tools.ConsumerOffsetChecker"),
  /** kafka-producer-perf-test.sh. */
  PRODUCER_PERF(
      "org.apache.kafka.clients.tools.ProducerPerformance",
      0,
      9,
      "org.apache.kafka.tools.ProducerPerformance"),
  /** kafka-consumer-perf-test.sh. */
  CONSUMER_PERF(
      "kafka.tools.ConsumerPerformance", 3, 6, "org.apache.kafka.tools.ConsumerPerformance"),
  /** kafka-dump-log.sh. */
  DUMP_LOG("kafka.tools.DumpLogSegments", 4, 0, "org.apache.kafka.tools.DumpLogSegments");

  private final String mainClass;
  private final int movedMajor;
  private final int movedMinor;
  private final String movedTo;

  StockTool(String mainClass) {
    this(mainClass, 0, 0, mainClass);
  }

  StockTool(String mainClass, int movedMajor, int movedMinor, String movedTo) {
    this.mainClass = mainClass;
    this.movedMajor = movedMajor;
    this.movedMinor = movedMinor;
    this.movedTo = movedTo;
  }

  /** The main class in {@code release}. */
  public String mainClass(StockRelease release) {
    return release.isAtLeast(movedMajor, movedMinor) ? movedTo : mainClass;
  }
}
