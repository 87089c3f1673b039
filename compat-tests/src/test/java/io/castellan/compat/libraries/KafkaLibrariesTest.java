package io.castellan.compat.libraries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.castellan.compat.client.ReadRecords;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Pair;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import io.castellan.compat.harness.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Kafka's libraries of other languages, where they are installed: what each writes in the codecs
 * that it has, it reads again as a member of a group, and the stock client reads it too.
 */
@ExtendWith(LeakCheck.class)
class KafkaLibrariesTest {
  private static final int COUNT = 5;
  private static final Workspace WORKSPACE = new Workspace("kafka-libraries");
  private static Pair servers;

  @BeforeAll
  static void start() {
    servers = Pair.castellan(WORKSPACE.directory("ours"), List.of());
  }

  @AfterAll
  static void stop() {
    servers.close();
    WORKSPACE.close();
  }

  @Test
  void librdkafkaOfPython() throws Exception {
    String python =
        Programs.firstThatRuns("python3", "/usr/bin/python3", "-c", "import confluent_kafka")
            .orElse("");
    assumeTrue(
        !python.isEmpty(), "no librdkafka for Python here (Debian: python3-confluent-kafka)");
    exchange(
        "librdkafka",
        List.of(python, Programs.script("confluent.py")),
        "none",
        "gzip",
        "snappy",
        "lz4",
        "zstd");
  }

  @Test
  void kafkaPython() throws Exception {
    String python =
        Programs.firstThatRuns("python3", "/usr/bin/python3", "-c", "import kafka").orElse("");
    assumeTrue(!python.isEmpty(), "no kafka-python here (Debian: python3-kafka)");
    exchange("kafka-python", List.of(python, Programs.script("kafka_python.py")), "none", "gzip");
  }

  @Test
  void kafkajs() throws Exception {
    String library = Programs.nodeLibrary("kafkajs");
    assumeTrue(!library.isEmpty(), "no kafkajs for Node.js here (npm -g)");
    exchange("kafkajs", List.of("node", Programs.script("kafkajs.js"), library), "none", "gzip");
  }

  @Test
  void kcat() throws Exception {
    assumeTrue(Programs.run(List.of("kcat", "-V")).status() == 0, "no kcat here (Debian: kcat)");
    String broker = servers.bootstrap();
    List<String> expected = new ArrayList<>();
    for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
      String line = codec + " key:" + codec + " value";
      Programs.Run sent =
          Programs.run(
              List.of(
                  "sh",
                  "-c",
                  "echo '"
                      + line
                      + "' | kcat -P -K: -H from=kcat -t kcat -z "
                      + codec
                      + " -b "
                      + broker));
      assertEquals(0, sent.status(), sent::output);
      expected.add(codec + " key|" + codec + " value|from=kcat");
    }
    Programs.Run read =
        Programs.run(
            List.of(
                "kcat",
                "-C",
                "-q",
                "-e",
                "-b",
                broker,
                "-t",
                "kcat",
                "-o",
                "beginning",
                "-f",
                "%k|%s|%h\\n"));
    assertEquals(expected, read.output().lines().toList());
    Programs.Run times =
        Programs.run(List.of("kcat", "-Q", "-b", broker, "-t", "kcat:0:-1", "-t", "kcat:0:1"));
    assertEquals(0, times.status(), times::output);
  }

  private static void exchange(String name, List<String> program, String... codecs)
      throws Exception {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(servers.bootstrap(), name, name + "-group", String.valueOf(COUNT)));
    command.addAll(List.of(codecs));
    List<String> expected =
        Arrays.stream(codecs)
            .flatMap(
                codec ->
                    IntStream.range(0, COUNT)
                        .mapToObj(
                            i ->
                                codec
                                    + " key "
                                    + i
                                    + "|"
                                    + codec
                                    + " value "
                                    + "x".repeat(50)
                                    + i
                                    + "|from="
                                    + name))
            .toList();
    Programs.Run run = Programs.run(command);
    assertEquals(0, run.status(), run::output);
    assertEquals(expected, run.output().lines().filter(line -> line.contains("|")).toList());
    assertEquals(expected, readByStock(name, expected.size()));
  }

  private static List<String> readByStock(String topic, int count) {
    try (ToolRunner tools = ToolRunner.withOwnClients(StockRelease.KAFKA_4_4_0)) {
      ToolRun run =
          tools.run(
              ReadRecords.class.getName(),
              List.of(servers.bootstrap(), String.valueOf(count), topic),
              List.of(),
              false);
      assertEquals(0, run.exitCode(), run::err);
      return run.lines().stream()
          .map(line -> line.split("\\|", -1))
          .map(parts -> parts[1] + "|" + parts[2] + "|" + parts[4])
          .toList();
    }
  }
}
