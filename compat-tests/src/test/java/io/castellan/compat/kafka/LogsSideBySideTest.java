package io.castellan.compat.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.compat.client.ManageLogs;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Matrix;
import io.castellan.compat.harness.Pair;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same is done to the logs of a stock broker and of ours, with two log directories each: what
 * is answered is equal, and what lies in the files, byte for byte.
 */
@ExtendWith(LeakCheck.class)
class LogsSideBySideTest {
  @Test
  void sameStepsSameAnswersSameBytes(@TempDir Path root) throws Exception {
    Path theirs = Files.createDirectory(root.resolve("stock"));
    Path ours = Files.createDirectory(root.resolve("castellan"));
    // Stock looks at retention half a minute after its start.
    try (ToolRunner client =
        Matrix.isFull()
            ? ToolRunner.forLoad(StockRelease.KAFKA_3_9_2)
            : ToolRunner.withOwnClients(StockRelease.KAFKA_3_9_2)) {
      List<String> expected = manage(client, Pair::stock, theirs);
      assertEquals(expected, manage(client, Pair::castellan, ours));
    }
    SortedMap<String, Path> original = files(theirs);
    SortedMap<String, Path> found = files(ours);
    assertEquals(original.keySet(), found.keySet());
    assertTrue(original.size() > 50, () -> "files: " + original.keySet());
    for (String name : original.keySet()) {
      assertArrayEquals(
          Files.readAllBytes(original.get(name)), Files.readAllBytes(found.get(name)), name);
    }
  }

  private static List<String> manage(
      ToolRunner client, BiFunction<Path, List<String>, Pair> start, Path directory)
      throws IOException {
    Path a = Files.createDirectories(directory.resolve("a"));
    Path b = Files.createDirectories(directory.resolve("b"));
    List<String> broker = List.of("log.dirs=" + a + "," + b, "log.retention.check.interval.ms=500");
    try (Pair servers = start.apply(directory, broker)) {
      List<String> arguments =
          new ArrayList<>(List.of(servers.bootstrap(), a.toString(), b.toString()));
      if (Matrix.isFull()) {
        arguments.add("retention");
      }
      ToolRun run = client.run(ManageLogs.class.getName(), arguments, List.of(), false);
      assertEquals(0, run.exitCode(), run::toString);
      return run.lines();
    }
  }

  /** The files of the logs whose batches are the same each time, wherever they lie. */
  @SuppressWarnings("NullAway") // a file in a directory has a parent
  private static SortedMap<String, Path> files(Path directory) throws IOException {
    TreeMap<String, Path> found = new TreeMap<>();
    for (String dir : List.of("a", "b")) {
      try (Stream<Path> all = Files.walk(directory.resolve(dir))) {
        all.filter(Files::isRegularFile)
            .filter(file -> isCompared(file.getParent().getFileName().toString()))
            .filter(file -> !file.getFileName().toString().equals("partition.metadata"))
            .filter(file -> !file.toString().endsWith(".deleted"))
            .forEach(
                file -> found.put(file.getParent().getFileName() + "/" + file.getFileName(), file));
      }
    }
    return found;
  }

  /**
   * The one that was moved has other segments' ends, as its copy came in other pieces; and stock
   * waits for its next look at retention before it deletes what DeleteRecords has left behind.
   */
  private static boolean isCompared(String log) {
    return log.matches("(files-(gzip|snappy|lz4|zstd)|changed|kept)-0");
  }
}
