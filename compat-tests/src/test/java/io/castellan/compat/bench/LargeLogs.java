package io.castellan.compat.bench;

import io.castellan.compat.harness.Pair;
import io.castellan.compat.harness.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Many partitions: how long it takes to make them, and to be back after a kill with records in all
 * of them, on stock 3.4.1 and on ours, each on a pair of servers of its own.
 */
final class LargeLogs {
  private static final int NEW_PARTITIONS = 1_000;
  private static final int PARTITIONS = 200;
  private static final int RESTARTS = 2;
  private static final int RECORDS_A_GIB = 1 << 20;

  /** How much is written before the kills, in GiB. */
  private static final double GIB =
      Double.parseDouble(System.getProperty("castellan.bench.gib", "1"));

  /** {@code zookeeper.session.timeout.ms} and a little. */
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(22);

  private final Loads loads;

  LargeLogs(Loads loads) {
    this.loads = loads;
  }

  /** A topic of a thousand partitions, until each has a leader. */
  Row creation() {
    return Row.atMost(
        "creation of 1,000 partitions, s",
        creationSeconds("stock", Bench::stock),
        creationSeconds("ours", Bench::ours),
        0.2);
  }

  private double creationSeconds(String name, Function<Path, Pair> start) {
    try (Workspace workspace = new Workspace("bench-partitions");
        Pair servers = start.apply(workspace.directory(name))) {
      Subject subject = new Subject(name, servers);
      loads.timeCreation(subject, "warm-up", 1);
      return loads.timeCreation(subject, "many", NEW_PARTITIONS);
    }
  }

  /** From the start of the processes to their first answers after a kill -9 of the broker. */
  Row restart() {
    return Row.atMost(
        "restart after kill -9, " + GIB + " GiB in 200 partitions, s",
        restartSeconds("stock", Bench::stock),
        restartSeconds("ours", Bench::ours),
        0.4);
  }

  private double restartSeconds(String name, Function<Path, Pair> start) {
    try (Workspace workspace = new Workspace("bench-restart")) {
      Path directory = workspace.directory(name);
      try (Pair servers = start.apply(directory)) {
        Subject subject = new Subject(name, servers);
        loads.timeCreation(subject, "large", PARTITIONS);
        int records = (int) (GIB * RECORDS_A_GIB);
        Bench.check(loads.produce(subject, "large", records, Loads.RECORD_SIZE, "1"));
        kill(servers);
      }
      double seconds = Double.MAX_VALUE;
      for (int i = 0; i < RESTARTS; i++) {
        try (Pair servers = start.apply(directory)) {
          seconds = Math.min(seconds, Subject.seconds(servers.startTime()));
          kill(servers);
        }
      }
      return seconds;
    }
  }

  /** Stock's broker refuses to start while its ZooKeeper still has the session of the dead one. */
  private static void kill(Pair servers) {
    servers.kafka().kill();
    if (servers.zooKeeper() != servers.kafka()) {
      long until = System.nanoTime() + SESSION_TIMEOUT.toNanos();
      for (long now = System.nanoTime(); now < until; now = System.nanoTime()) {
        LockSupport.parkNanos(until - now);
      }
    }
  }
}
