package io.castellan.compat.bench;

import io.castellan.compat.client.LeaveWatches;
import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockServers;
import io.castellan.compat.harness.ToolRunner;
import io.castellan.compat.harness.Waiting;
import io.castellan.compat.harness.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is measured on trees of millions, on servers of their own: ZooKeeper alone, with a heap that
 * has room for stock's tree, one server at a time.
 */
final class LargeTrees {
  private static final List<String> HEAP = List.of("-Xmx3g");
  private static final Duration SNAPSHOT_LIMIT = Duration.ofMinutes(2);

  /** A snapshot of the tree is larger, one of an empty server much smaller. */
  private static final long LARGE_BYTES = 50_000_000;

  private static final int NODES = 2_000_000;
  private static final int RESTARTS = 2;
  private static final int SNAPSHOT_NODES = 1_000_000;
  private static final int WRITE_RATE = 500;
  private static final int WARM_UP_WRITES = 5_000;
  private static final int WRITES = 15_000;
  private static final int WATCHES = 1_000_000;

  /** Stock and ours take one after some 3,000 to 6,000 transactions. */
  private static final String SNAP_COUNT = "snapCount=6000";

  private final Loads loads;

  LargeTrees(Loads loads) {
    this.loads = loads;
  }

  /**
   * A tree's needs.
   *
   * @param bytesPerZnode of heap, each with 100 bytes of data
   * @param restartSeconds from the start of the process to its first answer, from a snapshot
   */
  private record Needs(double bytesPerZnode, double restartSeconds) {}

  /** Two million znodes of 100 bytes: the heap that they take, and a restart with them. */
  List<Row> tree() {
    Needs stock = needs(false);
    Needs ours = needs(true);
    return List.of(
        Row.atMost(
            "ZooKeeper, heap bytes per znode of 100", stock.bytesPerZnode, ours.bytesPerZnode, 0.5),
        Row.atMost(
            "ZooKeeper, restart with 2,000,000 znodes, s",
            stock.restartSeconds,
            ours.restartSeconds,
            0.4));
  }

  private Needs needs(boolean ours) {
    try (Workspace workspace = new Workspace("bench-tree")) {
      Path directory = workspace.directory(ours ? "ours" : "stock");
      int port = Ports.free();
      double bytes;
      try (ServerProcess server = start(ours, directory, port)) {
        long before = liveHeapBytes(server);
        loads.fillLargeTree(address(port), "/tree", NODES);
        bytes = (double) (liveHeapBytes(server) - before) / NODES;
      }
      // The first start replays the log and writes the snapshot that the others start from.
      try (ServerProcess server = start(ours, directory, port)) {
        Waiting.until(
            "a snapshot of the tree by " + server.pid(),
            SNAPSHOT_LIMIT,
            () -> largeSnapshots(directory) > 0);
      }
      double seconds = Double.MAX_VALUE;
      for (int i = 0; i < RESTARTS; i++) {
        try (ServerProcess server = start(ours, directory, port)) {
          seconds = Math.min(seconds, Subject.seconds(server.startTime()));
        }
      }
      return new Needs(bytes, seconds);
    }
  }

  /** How long writes take while a million znodes are written to snapshots. */
  Row snapshot() {
    return Row.atMost(
        "ZooKeeper set during snapshots, p99.9 µs",
        writesDuringSnapshots(false),
        writesDuringSnapshots(true),
        0.5);
  }

  private double writesDuringSnapshots(boolean ours) {
    try (Workspace workspace = new Workspace("bench-snapshot")) {
      Path directory = workspace.directory(ours ? "ours" : "stock");
      int port = Ports.free();
      try (ServerProcess server = start(ours, directory, port, SNAP_COUNT)) {
        loads.fillLargeTree(address(port), "/tree", SNAPSHOT_NODES);
        loads.timeZnodes(address(port), "set", WARM_UP_WRITES, WRITE_RATE, "/warm-up");
        long before = largeSnapshots(directory);
        String percentiles = loads.timeZnodes(address(port), "set", WRITES, WRITE_RATE, "/timed");
        if (largeSnapshots(directory) == before) {
          throw new IllegalStateException("no snapshot was written by " + server.pid());
        }
        return Double.parseDouble(percentiles.split(" ", -1)[2]);
      }
    }
  }

  /** What a server keeps of a million watches, each on another path. */
  Row watches() {
    return Row.atMost(
        "ZooKeeper, heap bytes per watch", bytesPerWatch(false), bytesPerWatch(true), 1);
  }

  private static double bytesPerWatch(boolean ours) {
    try (Workspace workspace = new Workspace("bench-watch")) {
      int port = Ports.free();
      // A runner of its own, since the session lasts as long as its JVM.
      try (ServerProcess server = start(ours, workspace.directory("server"), port);
          ToolRunner client = ToolRunner.forLoad(StockRelease.ZOOKEEPER_3_9_6)) {
        long before = liveHeapBytes(server);
        Loads.run(client, LeaveWatches.class, address(port), Integer.toString(WATCHES));
        return (double) (liveHeapBytes(server) - before) / WATCHES;
      }
    }
  }

  private static ServerProcess start(boolean ours, Path directory, int port, String... lines) {
    return ours
        ? CastellanProcess.zooKeeper(directory, port, List.of(lines), HEAP)
        : StockServers.zooKeeper(
            StockRelease.ZOOKEEPER_3_9_6, directory, port, List.of(lines), HEAP);
  }

  private static String address(int port) {
    return "127.0.0.1:" + port;
  }

  /** Finished snapshots; both write them under another name or a smaller size until then. */
  private static long largeSnapshots(Path directory) {
    try (Stream<Path> files = Files.list(directory.resolve("data").resolve("version-2"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("snapshot\\.[0-9a-f]+"))
          .filter(file -> file.toFile().length() > LARGE_BYTES)
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a full collection leaves, by the JDK's own tool. */
  private static long liveHeapBytes(ServerProcess server) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process process =
          new ProcessBuilder(jcmd, Long.toString(server.pid()), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      String[] total = text.substring(text.lastIndexOf('\n') + 1).strip().split("\\s+", -1);
      if (process.waitFor() != 0 || !total[0].equals("Total")) {
        throw new IllegalStateException("jcmd: " + text);
      }
      return Long.parseLong(total[2]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while jcmd ran", e);
    }
  }
}
