package io.castellan.compat.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.client.ReadRecords;
import io.castellan.compat.client.WriteRecords;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Pair;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import io.castellan.compat.harness.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients of every era on one broker: what the producers of each release have written, in every
 * codec that they know, the consumers of each release read, with all that both of them know.
 */
@ExtendWith(LeakCheck.class)
class ClientMatrixTest {
  private static final int COUNT = 7;
  private static final List<String> OLD_CODECS = List.of("none", "gzip", "snappy", "lz4");

  /** Lately, or retention would take the records. */
  private static final long FIRST_TIMESTAMP = System.currentTimeMillis() - 3_600_000;

  private static final String CONSOLE = "console";
  private static final Workspace WORKSPACE = new Workspace("client-matrix");
  private static Pair servers;

  @BeforeAll
  static void startAndWrite() {
    servers = Pair.castellan(WORKSPACE.directory("ours"), List.of());
    for (StockRelease release : StockRelease.kafkaClients()) {
      try (ToolRunner tools = ToolRunner.withOwnClients(release)) {
        new MatrixTools(tools, servers).createTopicsOnZooKeeper(CONSOLE, "measured");
        write(tools);
      }
    }
  }

  @AfterAll
  static void stop() {
    servers.close();
    WORKSPACE.close();
  }

  private static void write(ToolRunner tools) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of(
            servers.bootstrap(),
            tools.release().version(),
            String.valueOf(COUNT),
            String.valueOf(FIRST_TIMESTAMP)));
    codecs(tools.release()).forEach(codec -> arguments.add("matrix-" + codec + "=" + codec));
    ToolRun run = tools.run(WriteRecords.class.getName(), arguments, List.of(), false);
    assertEquals(0, run.exitCode(), run::err);
    List<String> typed =
        IntStream.range(0, COUNT).mapToObj(i -> consoleLine(tools.release(), i, ":")).toList();
    new MatrixTools(tools, servers).produce(CONSOLE, typed);
  }

  private static String consoleLine(StockRelease release, int i, String between) {
    return release.version() + " " + i + between + "typed " + i;
  }

  private static List<String> codecs(StockRelease release) {
    List<String> codecs = new ArrayList<>(OLD_CODECS);
    if (release.isAtLeast(2, 1)) {
      codecs.add("zstd");
    }
    return codecs;
  }

  @ParameterizedTest
  @MethodSource("io.castellan.compat.harness.StockRelease#kafkaClients")
  void everyConsumerReadsWhatEveryProducerWrote(StockRelease reader) {
    try (ToolRunner tools = ToolRunner.withOwnClients(reader)) {
      List<String> expected = new ArrayList<>();
      for (String codec : codecs(reader)) {
        expected.addAll(expected(codec, reader));
      }
      assertEquals(expected, reader.isAtLeast(0, 9) ? read(tools) : readByConsole(tools));
    }
  }

  private static List<String> read(ToolRunner tools) {
    List<String> lines = new ArrayList<>();
    for (String codec : codecs(tools.release())) {
      ToolRun run =
          tools.run(
              ReadRecords.class.getName(),
              List.of(servers.bootstrap(), String.valueOf(countOf(codec)), "matrix-" + codec),
              List.of(),
              false);
      assertEquals(0, run.exitCode(), run::err);
      lines.addAll(run.lines());
    }
    return lines;
  }

  /** The consumer of 0.8 has no other face that a later one has too. */
  private static List<String> readByConsole(ToolRunner tools) {
    List<String> lines = new ArrayList<>();
    for (String codec : codecs(tools.release())) {
      new MatrixTools(tools, servers)
          .consume("matrix-" + codec, countOf(codec), "old-" + codec)
          .forEach(line -> lines.add("matrix-" + codec + "|" + line.replace('\t', '|') + "|-|-"));
    }
    return lines;
  }

  private static List<StockRelease> writers(String codec) {
    return StockRelease.kafkaClients().stream()
        .filter(writer -> codecs(writer).contains(codec))
        .toList();
  }

  private static int countOf(String codec) {
    return writers(codec).size() * COUNT;
  }

  private static List<String> expected(String codec, StockRelease reader) {
    List<String> lines = new ArrayList<>();
    for (StockRelease writer : writers(codec)) {
      String version = writer.version();
      for (int i = 0; i < COUNT; i++) {
        String timestamp = writer.isAtLeast(0, 10) ? String.valueOf(FIRST_TIMESTAMP + i) : "-1";
        lines.add(
            String.join(
                "|",
                "matrix-" + codec,
                version + " key " + i,
                version + " value " + "x".repeat(50) + i,
                reader.isAtLeast(0, 10) ? timestamp : "-",
                !reader.isAtLeast(0, 11) ? "-" : writer.isAtLeast(0, 11) ? "from=" + version : ""));
      }
    }
    return lines;
  }

  @ParameterizedTest
  @MethodSource("io.castellan.compat.harness.StockRelease#kafkaClients")
  void theToolsOfEveryReleaseWork(StockRelease release) {
    try (ToolRunner runner = ToolRunner.withOwnClients(release)) {
      MatrixTools tools = new MatrixTools(runner, servers);
      List<StockRelease> writers = StockRelease.kafkaClients();
      List<String> typed = new ArrayList<>();
      for (StockRelease writer : writers) {
        IntStream.range(0, COUNT).forEach(i -> typed.add(consoleLine(writer, i, "\t")));
      }
      String group = "group-" + release.version();
      assertEquals(typed, tools.consume(CONSOLE, typed.size(), group));
      assertEquals(CONSOLE + ":0:" + typed.size(), tools.endOffset(CONSOLE));
      String listed = tools.groups(group, CONSOLE);
      assertTrue(listed.contains(group), listed);
      tools.measure("measured", 500);
    }
  }
}
