package io.castellan.compat.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.client.FillTopics;
import io.castellan.compat.client.ListRecords;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Pair;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockTool;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The directories of a ZooKeeper and of a broker on it pass between stock and ours, both ways, with
 * equal records and committed offsets.
 */
@ExtendWith(LeakCheck.class)
class DirectoryHandoverTest {
  private static final List<String> TOPICS = List.of("plain", "gzipped", "lz4-ed", "zstd-ed");
  private static final int RECORDS = 1_500;

  /** Several segments a partition. */
  private static final List<String> BROKER = List.of("log.segment.bytes=50000");

  private static final ToolRunner CLIENT = ToolRunner.withOwnClients(StockRelease.KAFKA_3_4_1);

  @AfterAll
  static void endClient() {
    CLIENT.close();
  }

  @Test
  void opensWhatStockWroteAndHandsItBack(@TempDir Path directory) {
    createTopics(Pair::stock, directory);
    String written = fillAndList(Pair::stock, directory);
    assertEquals(written, list(Pair::castellan, directory));
    String more = fillAndList(Pair::castellan, directory);
    assertEquals(more, list(Pair::stock, directory));
    assertEquals(
        2L * TOPICS.size() * RECORDS,
        more.lines().filter(line -> line.contains(" epoch ")).count());
  }

  @ParameterizedTest
  @EnumSource(
      value = StockRelease.class,
      names = {"KAFKA_2_7_2", "KAFKA_3_4_1"})
  void handsADirectoryOfItsOwnToStock(StockRelease release, @TempDir Path directory) {
    BiFunction<Path, List<String>, Pair> stock = (path, lines) -> Pair.stock(release, path, lines);
    createTopics(Pair::castellan, directory);
    String written = fillAndList(Pair::castellan, directory);
    assertEquals(written, list(stock, directory));
    String more = fillAndList(stock, directory);
    assertEquals(more, list(Pair::castellan, directory));
    assertTrue(more.contains("plain-2 end 1000 committed 216 'by fill'"), more::toString);
  }

  private static void createTopics(BiFunction<Path, List<String>, Pair> start, Path directory) {
    try (Pair servers = start.apply(directory, BROKER)) {
      for (String topic : TOPICS) {
        ToolRun created =
            CLIENT.run(
                StockTool.TOPICS,
                "--bootstrap-server",
                servers.bootstrap(),
                "--create",
                "--topic",
                topic,
                "--partitions",
                "3");
        assertEquals(0, created.exitCode(), created::err);
      }
    }
  }

  private static String fillAndList(BiFunction<Path, List<String>, Pair> start, Path directory) {
    try (Pair servers = start.apply(directory, BROKER)) {
      run(FillTopics.class, servers, Integer.toString(RECORDS));
      return run(ListRecords.class, servers);
    }
  }

  private static String list(BiFunction<Path, List<String>, Pair> start, Path directory) {
    try (Pair servers = start.apply(directory, BROKER)) {
      return run(ListRecords.class, servers);
    }
  }

  private static String run(Class<?> client, Pair servers, String... arguments) {
    List<String> all = new ArrayList<>(List.of(servers.bootstrap()));
    all.addAll(List.of(arguments));
    all.addAll(TOPICS);
    ToolRun run = CLIENT.run(client.getName(), all, List.of(), false);
    assertEquals(0, run.exitCode(), run::err);
    return run.out();
  }
}
