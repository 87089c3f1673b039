package io.castellan.compat.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.compat.harness.Pair;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockTool;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tools of a release, in the words that it wants to hear: they changed with the years. */
final class MatrixTools {
  private final ToolRunner tools;
  private final Pair servers;
  private final StockRelease release;

  MatrixTools(ToolRunner tools, Pair servers) {
    this.tools = tools;
    this.servers = servers;
    this.release = tools.release();
  }

  /** Makes topics as the tool does that knows no broker, only ZooKeeper; later ones leave it be. */
  void createTopicsOnZooKeeper(String... topics) {
    if (release.isAtLeast(0, 9)) {
      return;
    }
    for (String topic : topics) {
      run(
          StockTool.TOPICS,
          words("--zookeeper", servers.connect())
              .and("--create", "--topic", topic, "--partitions", "1", "--replication-factor", "1"));
    }
  }

  /** Types lines of {@code key:value} into the console producer. */
  void produce(String topic, List<String> lines) {
    ToolRun run =
        tools.runWithInput(
            StockTool.CONSOLE_PRODUCER,
            lines,
            words(release.isAtLeast(3, 0) ? "--bootstrap-server" : "--broker-list", bootstrap())
                .and("--topic", topic)
                .and("--compression-codec", "gzip")
                .and("--property", "parse.key=true", "--property", "key.separator=:")
                .array());
    assertEquals(0, run.exitCode(), run::err);
  }

  /** The records that the console consumer shows: key, tabulator, value. */
  List<String> consume(String topic, int count, String group) {
    Words words = words("--topic", topic).and("--from-beginning");
    words.and("--max-messages", String.valueOf(count)).and("--property", "print.key=true");
    words.and("--timeout-ms", "20000");
    if (!release.isAtLeast(0, 9)) {
      words = words("--zookeeper", servers.connect()).and(without(words, "--timeout-ms", "20000"));
    } else if (!release.isAtLeast(0, 10)) {
      words.and("--new-consumer", "--bootstrap-server", bootstrap());
    } else {
      words.and("--bootstrap-server", bootstrap());
    }
    return shown(words, group).lines().stream().filter(line -> line.contains("\t")).toList();
  }

  private ToolRun shown(Words words, String group) {
    if (release.isAtLeast(1, 0)) {
      return run(StockTool.CONSOLE_CONSUMER, words.and("--group", group));
    }
    Path config = settings("group.id=" + group);
    ToolRun run =
        run(StockTool.CONSOLE_CONSUMER, words.and("--consumer.config", config.toString()));
    try {
      Files.delete(config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return run;
  }

  /** What GetOffsetShell shows of a topic of one partition. */
  String endOffset(String topic) {
    return run(
            StockTool.GET_OFFSETS,
            words(release.isAtLeast(3, 0) ? "--bootstrap-server" : "--broker-list", bootstrap())
                .and("--topic", topic, "--time", "-1"))
        .out()
        .strip();
  }

  /** What the tool for groups shows: a list of them, or the offsets of one. */
  String groups(String group, String topic) {
    if (!release.isAtLeast(0, 9)) {
      return run(
              StockTool.CONSUMER_OFFSET_CHECKER,
              words("--zookeeper", servers.connect()).and("--group", group, "--topic", topic))
          .out();
    }
    Words words = words("--bootstrap-server", bootstrap()).and("--list");
    return run(
            StockTool.CONSUMER_GROUPS,
            release.isAtLeast(0, 10) ? words : words.and("--new-consumer"))
        .out();
  }

  /** Runs the tools that measure, which end once all records have gone through. */
  void measure(String topic, int count) {
    String records = String.valueOf(count);
    String brokers = "bootstrap.servers=" + bootstrap();
    run(
        StockTool.PRODUCER_PERF,
        release.isAtLeast(0, 9)
            ? words("--topic", topic, "--num-records", records, "--record-size", "100")
                .and("--throughput", "-1", "--producer-props", "acks=1", brokers)
            : words(topic, records, "100", "-1", "acks=1", brokers));
    if (release.isAtLeast(0, 9)) {
      Words words = words("--topic", topic, "--messages", records);
      words.and(release.isAtLeast(2, 5) ? "--bootstrap-server" : "--broker-list", bootstrap());
      run(StockTool.CONSUMER_PERF, release.isAtLeast(0, 10) ? words : words.and("--new-consumer"));
    } else {
      run(
          StockTool.CONSUMER_PERF,
          words("--zookeeper", servers.connect())
              .and("--topic", topic, "--messages", records, "--threads", "1"));
    }
  }

  private ToolRun run(StockTool tool, Words words) {
    ToolRun run = tools.run(tool, words.array());
    assertEquals(0, run.exitCode(), () -> tool + " of " + release.id() + ": " + run.err());
    return run;
  }

  private String bootstrap() {
    return servers.bootstrap();
  }

  private static Path settings(String line) {
    try {
      return Files.writeString(Files.createTempFile("castellan-matrix", ".properties"), line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Words words(String... words) {
    return new Words(new ArrayList<>(List.of(words)));
  }

  private static String[] without(Words words, String... gone) {
    List<String> left = new ArrayList<>(words.list());
    left.removeAll(List.of(gone));
    return left.toArray(String[]::new);
  }

  /** A command line in the making. */
  private record Words(List<String> list) {
    Words and(String... more) {
      list.addAll(List.of(more));
      return this;
    }

    String[] array() {
      return list.toArray(String[]::new);
    }
  }
}
