package io.castellan.compat.bench;

import io.castellan.compat.harness.Pair;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.Workspace;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * What a broker is measured by, beside two releases of stock's: 3.4.1 on its ZooKeeper, and 4.4.0,
 * which needs none. Ours is compared with whichever does better.
 */
final class BrokerPhases implements AutoCloseable {
  private static final int ROUNDS = 2;
  private static final int WARM_UP_RECORDS = 300_000;
  private static final int RECORDS = 600_000;
  private static final int MORE_CONNECTIONS = 4_000;
  private static final int LATENCY_RATE = 2_000;
  private static final int LATENCY_SECONDS = 14;
  private static final int LATENCY_WARM_UP_SECONDS = 4;

  private final Loads loads;
  private final Consumer<Row> rows;
  private final Workspace workspace = new Workspace("bench-brokers");
  private final Subject ours;
  private final List<Subject> all;

  BrokerPhases(Loads loads, Consumer<Row> rows) {
    this.loads = loads;
    this.rows = rows;
    Pair older = Bench.stock(workspace);
    Pair newer =
        Pair.kraft(StockRelease.KAFKA_4_4_0, workspace.directory("4.4.0"), Bench.KAFKA_JVM);
    this.ours = new Subject("ours", Bench.ours(workspace));
    this.all = List.of(new Subject("3.4.1", older), new Subject("4.4.0", newer), ours);
  }

  void run(Set<Phase> phases) {
    if (phases.contains(Phase.IDLE)) {
      idle(); // first: memory that a load has left free would hide what connections take
    }
    if (phases.contains(Phase.PRODUCE) || phases.contains(Phase.CONSUME)) {
      produce("bench", Loads.RECORD_SIZE, "produce, server CPU s/GB", 0.45);
    }
    if (phases.contains(Phase.SMALL)) {
      produce("small", Loads.SMALL_RECORD_SIZE, "produce 100 bytes, server CPU s/GB", 0.5);
    }
    if (phases.contains(Phase.ACKSALL)) {
      produceAcksAll();
    }
    if (phases.contains(Phase.CONSUME)) {
      consume();
    }
    if (phases.contains(Phase.PRODUCE) || phases.contains(Phase.CONSUME)) {
      row(Math::min, 1, "resident memory under load, MiB", 0.3, Subject::residentMib);
    }
    if (phases.contains(Phase.LATENCY)) {
      latency();
    }
  }

  /** Stated beside it: what each further connection adds, of which no server has a large part. */
  private void idle() {
    double[] each = new double[all.size()];
    row(
        Math::min,
        1,
        "resident memory with 1,000 idle connections, MiB",
        0.3,
        subject -> {
          try (IdleConnections idle = new IdleConnections(subject)) {
            idle.open(1_000);
            double withThousand = subject.residentMib();
            idle.open(MORE_CONNECTIONS);
            each[all.indexOf(subject)] =
                Math.max(0, subject.residentMib() - withThousand) * 1024 / MORE_CONNECTIONS;
            return withThousand;
          }
        });
    rows.accept(
        Row.stated("resident memory of one more, KiB", Math.min(each[0], each[1]), each[2]));
  }

  private void produce(String topic, int recordSize, String what, double goal) {
    int warmUp = WARM_UP_RECORDS / 1000 * Loads.RECORD_SIZE / recordSize * 1000;
    int records = RECORDS / 1000 * Loads.RECORD_SIZE / recordSize * 1000;
    for (Subject subject : all) {
      Bench.check(loads.createTopic(subject, topic));
      Bench.check(loads.produce(subject, topic, warmUp, recordSize, "1"));
    }
    row(
        Math::min,
        ROUNDS,
        what,
        goal,
        subject ->
            subject.cpuSeconds(() -> loads.produce(subject, topic, records, recordSize, "1"))
                / gigabytes(records, recordSize));
  }

  private void produceAcksAll() {
    for (Subject subject : all) {
      Bench.check(loads.createTopic(subject, "acksall"));
      Bench.check(loads.produce(subject, "acksall", WARM_UP_RECORDS, Loads.RECORD_SIZE, "all"));
    }
    row(
        Math::max,
        ROUNDS,
        "produce acks=all, MB/s",
        1.5,
        subject ->
            megabytesPerSecond(
                Bench.check(loads.produce(subject, "acksall", RECORDS, Loads.RECORD_SIZE, "all"))));
  }

  /** The report ends with {@code … records/sec (12.34 MB/sec), …}. */
  private static double megabytesPerSecond(ToolRun run) {
    String out = run.out();
    int end = out.lastIndexOf(" MB/sec");
    return Double.parseDouble(out.substring(out.lastIndexOf('(', end) + 1, end));
  }

  private void consume() {
    for (Subject subject : all) {
      Bench.check(loads.consume(subject, "bench", WARM_UP_RECORDS));
    }
    row(
        Math::min,
        ROUNDS,
        "consume, server CPU s/GB",
        0.6,
        subject ->
            subject.cpuSeconds(() -> loads.consume(subject, "bench", RECORDS))
                / gigabytes(RECORDS, Loads.RECORD_SIZE));
  }

  private void latency() {
    for (Subject subject : all) {
      Bench.check(loads.createTopic(subject, "latency"));
    }
    double[] p999 = new double[all.size()];
    row(
        Math::min,
        ROUNDS,
        "end to end at 2,000/s, p99 µs",
        0.4,
        subject -> {
          String[] percentiles =
              Bench.check(
                      loads.latency(
                          subject,
                          "latency",
                          LATENCY_RATE,
                          LATENCY_SECONDS,
                          LATENCY_WARM_UP_SECONDS))
                  .out()
                  .strip()
                  .split(" ", -1);
          p999[all.indexOf(subject)] = Double.parseDouble(percentiles[2]);
          return Double.parseDouble(percentiles[1]);
        });
    rows.accept(Row.stated("end to end, p99.9 µs", Math.min(p999[0], p999[1]), p999[2]));
  }

  /**
   * Measures all by turns, and takes the best of some rounds: whatever else the machine does can
   * only add to a cost.
   */
  private void row(
      BiFunction<Double, Double, Double> better,
      int rounds,
      String what,
      double goal,
      ToDoubleFunction<Subject> measure) {
    double[] best = new double[all.size()];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < best.length; i++) {
        double value = measure.applyAsDouble(all.get(i));
        best[i] = round == 0 ? value : better.apply(best[i], value);
      }
    }
    double rival = better.apply(best[0], best[1]);
    String text = what + (rival == best[0] ? " [3.4.1]" : " [4.4.0]");
    rows.accept(new Row(text, rival, best[2], goal, better.apply(1.0, 2.0) == 1.0));
  }

  private static double gigabytes(int records, int recordSize) {
    return (double) records * recordSize / 1e9;
  }

  @Override
  public void close() {
    try (workspace) {
      all.forEach(subject -> subject.servers().close());
    }
  }
}
