package io.castellan.compat.bench;

import io.castellan.compat.harness.Pair;
import io.castellan.compat.harness.Workspace;
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

  private double creationSeconds(String name, Function<Workspace, Pair> start) {
    try (Workspace workspace = new Workspace("bench-partitions");
        Pair servers = start.apply(workspace)) {
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

  private double restartSeconds(String name, Function<Workspace, Pair> start) {
    try (Workspace workspace = new Workspace("bench-restart")) {
      try (Pair servers = start.apply(workspace)) {
        Subject subject = new Subject(name, servers);
        loads.timeCreation(subject, "large", PARTITIONS);
        int records = (int) (GIB * RECORDS_A_GIB);
        Bench.check(loads.produce(subject, "large", records, Loads.RECORD_SIZE, "1"));
        servers.kafka().kill();
      }
      double seconds = Double.MAX_VALUE;
      for (int i = 0; i < RESTARTS; i++) {
        try (Pair servers = start.apply(workspace)) {
          seconds = Math.min(seconds, Subject.seconds(servers.startTime()));
          servers.kafka().kill();
        }
      }
      return seconds;
    }
  }
}
