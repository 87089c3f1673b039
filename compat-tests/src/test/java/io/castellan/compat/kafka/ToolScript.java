package io.castellan.compat.kafka;

import static io.castellan.compat.harness.StockTool.CONFIGS;
import static io.castellan.compat.harness.StockTool.CONSOLE_CONSUMER;
import static io.castellan.compat.harness.StockTool.CONSUMER_GROUPS;
import static io.castellan.compat.harness.StockTool.CONSUMER_PERF;
import static io.castellan.compat.harness.StockTool.GET_OFFSETS;
import static io.castellan.compat.harness.StockTool.PRODUCER_PERF;
import static io.castellan.compat.harness.StockTool.TOPICS;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a user does with the tools of a release on a single broker, right and wrong, in its words.
 */
final class ToolScript {
  private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");

  private final ToolSession session;
  private final String brokerOption;
  private final String prefix;

  private ToolScript(ToolSession session) {
    this.session = session;
    // The producer and GetOffsetShell of 2.7 are the last to be told of brokers as a list.
    brokerOption = session.release().isAtLeast(3, 0) ? "--bootstrap-server" : "--broker-list";
    prefix = "v" + session.release().version().replace('.', '-');
  }

  /** Does all of it. */
  static void play(ToolSession session) {
    ToolScript script = new ToolScript(session);
    script.manageTopics();
    if (!session.release().isAtLeast(3, 0)) {
      script.manageTopicsOnZooKeeper();
    }
    script.passRecordsOfEveryCodec();
    script.consumeAsAGroup();
    script.manageConfigs();
    script.measure();
    script.deleteTopics();
  }

  private void manageTopics() {
    String topic = prefix + "-managed";
    session.run(
        TOPICS, "--create --topic " + topic + " --partitions 2 --config retention.ms=3600000");
    session.run(TOPICS, "--create --topic " + topic);
    session.run(TOPICS, "--create --if-not-exists --topic " + topic);
    session.run(TOPICS, "--create --topic " + topic + "2 --replication-factor 3 --partitions 1");
    session.run(TOPICS, "--create --topic bad/name");
    session.run(TOPICS, "--create --topic " + topic + "3 --config no.such.key=1");
    session.run(TOPICS, "--describe --topic " + topic);
    session.run(TOPICS, "--alter --topic " + topic + " --partitions 4");
    session.run(TOPICS, "--alter --topic " + topic + " --partitions 1");
    session.run(TOPICS, "--describe --topic " + topic);
    session.run(TOPICS, "--describe --topic " + prefix + "-missing");
    session.list(TOPICS, prefix);
  }

  /** The tool writes znodes behind the broker's back, and the broker is to follow. */
  private void manageTopicsOnZooKeeper() {
    String topic = prefix + "-on-zookeeper";
    session.runOnZooKeeper(
        TOPICS, "--create --topic " + topic + " --partitions 2 --replication-factor 1");
    session.runOnZooKeeper(
        TOPICS, "--create --topic " + topic + " --partitions 2 --replication-factor 1");
    session.runOnZooKeeper(TOPICS, "--describe --topic " + topic);
    session.runOnZooKeeper(TOPICS, "--alter --topic " + topic + " --partitions 3");
    session.produce(List.of("one", "two"), brokerOption, "--topic " + topic);
    session.run(
        CONSOLE_CONSUMER,
        "--topic " + topic + " --from-beginning --max-messages 2 --timeout-ms 20000");
    String entity = "--entity-type topics --entity-name " + topic;
    session.runOnZooKeeper(CONFIGS, entity + " --alter --add-config retention.ms=7200000");
    session.runOnZooKeeper(CONFIGS, entity + " --describe");
    session.run(TOPICS, "--describe --topic " + topic);
    session.runOnZooKeeper(TOPICS, "--delete --topic " + topic);
  }

  private void passRecordsOfEveryCodec() {
    String topic = prefix + "-records";
    session.run(TOPICS, "--create --topic " + topic + " --partitions 1");
    for (String codec : CODECS) {
      List<String> lines =
          IntStream.range(0, 20)
              .mapToObj(i -> headers() + "key-" + i + ":" + codec + " value " + i)
              .toList();
      session.produce(
          lines,
          brokerOption,
          "--topic "
              + topic
              + " --compression-codec "
              + codec
              + " --property parse.key=true --property key.separator=:"
              + (hasHeaders() ? " --property parse.headers=true" : ""));
    }
    session.run(
        CONSOLE_CONSUMER,
        "--topic "
            + topic
            + " --from-beginning --timeout-ms 20000 --max-messages "
            + 20 * CODECS.size()
            + " --property print.key=true --property print.timestamp=true --property"
            + " print.partition=true --property print.offset=true --property print.headers=true");
    session.run(
        CONSOLE_CONSUMER,
        "--topic " + topic + " --partition 0 --offset 42 --max-messages 3 --timeout-ms 20000");
    session.runWith(brokerOption, GET_OFFSETS, "--topic " + topic + " --time -1");
    session.runWith(brokerOption, GET_OFFSETS, "--topic " + topic + " --time -2");
    session.runWith(brokerOption, GET_OFFSETS, "--topic " + topic + " --time 1");
  }

  private boolean hasHeaders() {
    return session.release().isAtLeast(3, 2);
  }

  private String headers() {
    return hasHeaders() ? "h1:v1,h2:v2\t" : "";
  }

  private void consumeAsAGroup() {
    String topic = prefix + "-records";
    String group = prefix + "-group";
    session.run(
        CONSOLE_CONSUMER,
        "--topic "
            + topic
            + " --group "
            + group
            + " --from-beginning --max-messages 30 --timeout-ms 20000");
    session.run(
        CONSOLE_CONSUMER,
        "--topic " + topic + " --group " + group + " --max-messages 10 --timeout-ms 20000");
    session.list(CONSUMER_GROUPS, prefix);
    session.run(CONSUMER_GROUPS, "--describe --group " + group);
    session.run(CONSUMER_GROUPS, "--describe --state --group " + group);
    session.run(CONSUMER_GROUPS, "--describe --members --group " + group);
    if (!session.release().isAtLeast(4, 0)) {
      // KIP-1043: from DescribeGroups v6 on, a 4.x tool says it as a 4.x broker lets it, which
      // 3.4.1 is not.
      session.run(CONSUMER_GROUPS, "--describe --group " + prefix + "-nobody");
    }
  }

  private void manageConfigs() {
    String entity = "--entity-type topics --entity-name " + prefix + "-records";
    session.run(CONFIGS, entity + " --describe");
    session.run(
        CONFIGS,
        entity + " --alter --add-config max.message.bytes=2000000,cleanup.policy=[compact,delete]");
    session.run(CONFIGS, entity + " --describe");
    session.run(CONFIGS, entity + " --alter --add-config max.message.bytes=lots");
    session.run(CONFIGS, entity + " --alter --delete-config max.message.bytes");
    session.run(CONFIGS, entity + " --describe");
    session.run(CONFIGS, "--entity-type topics --entity-name " + prefix + "-missing --describe");
  }

  private void measure() {
    String topic = " --topic " + prefix + "-measured";
    session.measure(
        PRODUCER_PERF,
        "--num-records 5000 --record-size 100 --throughput -1 --producer-props acks=1"
            + " bootstrap.servers=BROKER"
            + topic);
    session.measure(
        CONSUMER_PERF, "--bootstrap-server BROKER --messages 5000 --timeout 20000" + topic);
  }

  private void deleteTopics() {
    session.run(TOPICS, "--delete --topic " + prefix + "-managed");
    session.run(TOPICS, "--delete --topic " + prefix + "-missing");
    session.list(TOPICS, prefix);
  }
}
