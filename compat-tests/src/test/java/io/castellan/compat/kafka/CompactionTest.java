package io.castellan.compat.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.client.FillCompacted;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Pair;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import io.castellan.compat.harness.Waiting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same directory, with transactions and every codec in it, compacted by stock and by ours:
 * segments, batches and records that are left are the same.
 */
@ExtendWith(LeakCheck.class)
class CompactionTest {
  private static final String TOPIC = "compacted";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ToolRunner CLIENT = ToolRunner.withOwnClients(StockRelease.KAFKA_3_4_1);

  @AfterAll
  static void endClient() {
    CLIENT.close();
  }

  @Test
  void leavesWhatStockLeaves(@TempDir Path root) throws Exception {
    String seed = Long.toString(System.nanoTime());
    Path original = Files.createDirectory(root.resolve("original"));
    try (Pair stock = Pair.stock(original, List.of("log.cleaner.enable=false"))) {
      run(stock, seed);
    }
    List<String> before = dump(partition(original));
    Path theirs = copy(original, root.resolve("stock"));
    Path ours = copy(original, root.resolve("castellan"));
    List<List<String>> expected = compactTwice(Pair::stock, theirs);
    List<List<String>> found = compactTwice(Pair::castellan, ours);
    assertEquals(expected.get(0), found.get(0), "first pass, seed " + seed);
    assertEquals(expected.get(1), found.get(1), "second pass, seed " + seed);
    assertTrue(found.get(0).size() < before.size() / 2, "most went, seed " + seed);
    assertTrue(found.get(1).size() < found.get(0).size(), "tombstones went, seed " + seed);
  }

  /** What is left after one pass, and after another one that finds every horizon passed. */
  private static List<List<String>> compactTwice(
      BiFunction<Path, List<String>, Pair> start, Path directory) throws Exception {
    List<List<String>> left = new ArrayList<>();
    Path partition = partition(directory);
    try (Pair servers = start.apply(directory, List.of("log.cleaner.backoff.ms=100"))) {
      awaitCompaction(partition);
      left.add(dump(partition));
      run(servers, "roll");
      awaitCompaction(partition);
      left.add(dump(partition));
    }
    return left;
  }

  private static void run(Pair servers, String what) {
    ToolRun run =
        CLIENT.run(
            FillCompacted.class.getName(),
            List.of(servers.bootstrap(), TOPIC, what),
            List.of(),
            false);
    assertEquals(0, run.exitCode(), run::err);
  }

  private static Path partition(Path directory) {
    return directory.resolve("kafka").resolve("logs").resolve(TOPIC + "-0");
  }

  /** All but the active segment is clean once the checkpoint has come to its base. */
  private static void awaitCompaction(Path partition) {
    Path checkpoint = partition.resolveSibling("cleaner-offset-checkpoint");
    Waiting.until(
        "compaction of " + partition,
        LIMIT,
        () -> {
          List<Path> segments = segments(partition);
          String active = segments.get(segments.size() - 1).getFileName().toString();
          long base = Long.parseLong(active.substring(0, active.indexOf('.')));
          return Files.readAllLines(checkpoint).contains(TOPIC + " 0 " + base);
        });
  }

  private static List<Path> segments(Path partition) throws IOException {
    try (Stream<Path> files = Files.list(partition)) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    }
  }

  /** Everything that a reader can tell, but for the moment of a horizon. */
  private static List<String> dump(Path partition) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path segment : segments(partition)) {
      lines.add(segment.getFileName().toString());
      try (FileRecords records = FileRecords.open(segment.toFile())) {
        for (RecordBatch batch : records.batches()) {
          batch.ensureValid();
          lines.add(
              " batch %d to %d count %d producer %d epoch %d sequence %d to %d%s%s horizon %s %s %s"
                  .formatted(
                      batch.baseOffset(),
                      batch.lastOffset(),
                      batch.countOrNull(),
                      batch.producerId(),
                      batch.producerEpoch(),
                      batch.baseSequence(),
                      batch.lastSequence(),
                      batch.isTransactional() ? " transactional" : "",
                      batch.isControlBatch() ? " control" : "",
                      batch.deleteHorizonMs().isPresent(),
                      batch.compressionType(),
                      batch.maxTimestamp()));
          for (Record record : batch) {
            lines.add(
                "  record %d at %d %s = %s"
                    .formatted(
                        record.offset(),
                        record.timestamp(),
                        text(record.key()),
                        text(record.value())));
          }
        }
      }
    }
    return lines;
  }

  private static String text(ByteBuffer bytes) {
    return bytes == null ? "null" : StandardCharsets.ISO_8859_1.decode(bytes).toString();
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }
}
