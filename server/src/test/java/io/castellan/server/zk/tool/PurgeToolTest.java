package io.castellan.server.zk.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.zookeeper.server.PurgeTxnLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The purge tool beside stock's own, on directories that hold the same names. */
class PurgeToolTest {
  @TempDir Path directory;

  @Test
  void removesWhatStockRemoves() throws Exception {
    for (boolean separate : new boolean[] {false, true}) {
      Path stock = fill("stock" + separate, separate);
      Path ours = fill("ours" + separate, separate);
      String logs = separate ? "log" : "data";
      String expected =
          StockOutput.of(
              () ->
                  PurgeTxnLog.purge(
                      stock.resolve(logs).toFile(), stock.resolve("data").toFile(), 3));
      Output output =
          separate
              ? run(0, ours.resolve("log").toString(), ours.resolve("data").toString(), "-n", "3")
              : run(0, ours.resolve("data").toString(), "-n", "3");
      assertEquals(files(stock), files(ours));
      assertEquals(lines(expected, stock), lines(output.out(), ours));
      assertTrue(lines(output.out(), ours).size() == 5, output.out());
      assertEquals("", run(0, ours.resolve(logs).toString(), "-n", "3").out(), "nothing is left");
    }
  }

  @Test
  void saysWhatIsWrong() {
    String there = directory.toString();
    assertTrue(run(1, there, "-n", "2").err().startsWith("count should be greater than"));
    assertTrue(run(1, there, "-n", "x").err().startsWith("'x' can not be parsed to integer."));
    assertTrue(run(1, "/none", "-n", "3").err().startsWith("Path '/none' does not exist."));
    for (List<String> wrong :
        List.of(List.<String>of(), List.of(there, "3"), List.of("a", "b", "c", "-n", "3"))) {
      assertTrue(run(1, wrong.toArray(new String[0])).err().startsWith("Usage:"));
    }
    assertTrue(run(0, "--help").out().startsWith("Usage:"));
    assertEquals("", run(0, there, "-n", "3").out(), "no server has been here");
  }

  private static Output run(int exitCode, String... arguments) {
    Output output = new Output();
    assertEquals(exitCode, PurgeTool.run(List.of(arguments), output.out, output.err), output.err());
    return output;
  }

  private Path fill(String name, boolean separate) throws IOException {
    Path top = directory.resolve(name);
    Path snapshots = Files.createDirectories(top.resolve("data/version-2"));
    Path logs = separate ? Files.createDirectories(top.resolve("log/version-2")) : snapshots;
    for (String snapshot : List.of("0", "2", "5", "b")) {
      Files.write(
          snapshots.resolve("snapshot." + snapshot), new byte[] {1, 2, 3, 4, 5, 0, 0, 0, 1, '/'});
    }
    Files.write(
        snapshots.resolve("snapshot.8.gz"),
        new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1});
    Files.write(
        snapshots.resolve("snapshot.e.snappy"),
        "\u0082SNAPPY\0abcdef".getBytes(StandardCharsets.ISO_8859_1));
    Files.createFile(snapshots.resolve("snapshot.f")); // a crash left this
    Files.writeString(snapshots.resolve("snapshot.10"), "and this, which has begun");
    for (String log : List.of("1", "4", "7", "a", "d")) {
      Files.createFile(logs.resolve("log." + log));
    }
    Files.createFile(snapshots.resolve("currentEpoch"));
    return top;
  }

  private static List<String> files(Path top) throws IOException {
    try (Stream<Path> files = Files.walk(top)) {
      return files.map(file -> top.relativize(file).toString()).sorted().toList();
    }
  }

  /** The lines but for the times, in no order. */
  private static Set<String> lines(String output, Path top) {
    return output
        .lines()
        .filter(line -> line.startsWith("Removing")) // stock's log is in between
        .map(line -> line.replace(top.toString(), "").replaceAll("file: .*\t", "file: "))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
