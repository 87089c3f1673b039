package io.castellan.compat.bench;

import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.Pair;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The main class of the benchmark: {@code [PHASE…]}, of {@link Phase}, all of them if none is
 * named. Prints what it does on standard error and the table on standard output.
 *
 * <p>Ours is started by {@code bin/castellan} (or what the system property {@code
 * castellan.command} names), stock by the harness with the JVM options of its scripts.
 */
public final class Bench {
  private static final int STARTS = 3;
  private static final int ROUNDS = 2;
  private static final Duration REST = Duration.ofSeconds(8);
  private static final int WARM_UP_GETS = 200_000;
  private static final int GETS = 200_000;
  private static final int GET_RATE = 20_000;
  private static final int WARM_UP_CREATES = 40_000;
  private static final int CREATES = 40_000;
  private static final int CREATE_RATE = 4_000;

  /** bin/zkServer.sh: 1000 MB of heap, everything else the JVM's default. */
  private static final List<String> ZOOKEEPER_JVM = List.of("-Xmx1000m");

  /** bin/kafka-run-class.sh and kafka-server-start.sh. */
  static final List<String> KAFKA_JVM =
      List.of(
          "-Xmx1G",
          "-Xms1G",
          "-server",
          "-XX:+UseG1GC",
          "-XX:MaxGCPauseMillis=20",
          "-XX:InitiatingHeapOccupancyPercent=35",
          "-XX:+ExplicitGCInvokesConcurrent",
          "-XX:MaxInlineLevel=15",
          "-Djava.awt.headless=true");

  private final Loads loads;
  private final List<Row> rows = new ArrayList<>();
  private int roots;

  private Bench(Loads loads) {
    this.loads = loads;
  }

  /** Runs the phases; exit code 2 for a wrong argument. */
  public static void main(String[] args) {
    Set<Phase> phases = EnumSet.noneOf(Phase.class);
    for (String arg : args) {
      try {
        phases.add(Phase.valueOf(arg.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        System.err.println("phase: " + arg + " (expected: " + names() + ")");
        System.exit(2);
      }
    }
    if (phases.isEmpty()) {
      phases.addAll(Phase.all());
    }
    useScript();
    try (Loads loads = new Loads()) {
      new Bench(loads).run(phases);
    }
  }

  /**
   * The script builds the server and its class archive when they are due; not while it is timed.
   */
  private static void useScript() {
    if (System.getProperty("castellan.command") != null) {
      return;
    }
    String script = CastellanProcess.home().resolve("bin").resolve("castellan").toString();
    try {
      int status = new ProcessBuilder(script, "version").inheritIO().start().waitFor();
      if (status != 0) {
        throw new IllegalStateException(script + " version: exit code " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + script + " built", e);
    }
    System.setProperty("castellan.command", script);
  }

  private static String names() {
    return Arrays.stream(Phase.values())
        .map(phase -> phase.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private void run(Set<Phase> phases) {
    if (phases.contains(Phase.START)) {
      start();
    }
    if (phases.stream().anyMatch(Phase::isOfBothSides)) {
      measureBothSides(phases);
    }
    if (phases.stream().anyMatch(Phase::isOfBroker)) {
      try (BrokerPhases brokers = new BrokerPhases(loads, this::add)) {
        brokers.run(phases);
      }
    }
    LargeLogs largeLogs = new LargeLogs(loads);
    if (phases.contains(Phase.PARTITIONS)) {
      add(largeLogs.creation());
    }
    if (phases.contains(Phase.RESTART)) {
      add(largeLogs.restart());
    }
    LargeTrees largeTrees = new LargeTrees(loads);
    if (phases.contains(Phase.SNAPSHOT)) {
      add(largeTrees.snapshot());
    }
    if (phases.contains(Phase.TREE)) {
      largeTrees.tree().forEach(this::add);
    }
    if (phases.contains(Phase.WATCH)) {
      add(largeTrees.watches());
    }
    System.out.println(Row.HEADER);
    rows.forEach(System.out::println);
  }

  private void measureBothSides(Set<Phase> phases) {
    try (Workspace workspace = new Workspace("bench");
        Pair stockServers = stock(workspace);
        Pair ourServers = ours(workspace)) {
      Subject stock = new Subject("stock", stockServers);
      Subject ours = new Subject("ours", ourServers);
      for (Phase phase : phases) {
        switch (phase) {
          case START -> {
            // Done, on servers of its own.
          }
          case MEMORY -> memory(stock, ours);
          case GET -> {
            cpu(stock, ours, "get", WARM_UP_GETS, GETS, GET_RATE, 0.4);
            throughput(stock, ours, "get", GETS);
          }
          case CREATE -> {
            cpu(stock, ours, "create", WARM_UP_CREATES, CREATES, CREATE_RATE, 0.45);
            throughput(stock, ours, "create", CREATES);
          }
          case SET -> cpu(stock, ours, "set", WARM_UP_CREATES, CREATES, CREATE_RATE, 0.45);
          case ALONE -> alone(stock, ours);
          case PRODUCE, SMALL, ACKSALL, CONSUME, LATENCY, IDLE -> {
            // By brokers alone, below.
          }
          case PARTITIONS, RESTART, SNAPSHOT, TREE, WATCH -> {
            // On servers of their own, below.
          }
        }
      }
    }
  }

  static Pair stock(Workspace workspace) {
    return stock(workspace.directory("stock"));
  }

  static Pair stock(Path directory) {
    return Pair.stock(StockRelease.KAFKA_3_4_1, directory, List.of(), ZOOKEEPER_JVM, KAFKA_JVM);
  }

  static Pair ours(Workspace workspace) {
    return ours(workspace.directory("ours"));
  }

  static Pair ours(Path directory) {
    return Pair.castellan(directory, List.of(), List.of());
  }

  /**
   * The best of some, by turns: a start has one true cost, and everything else is the machine's.
   */
  private void start() {
    double stock = Double.MAX_VALUE;
    double ours = Double.MAX_VALUE;
    for (int i = 0; i < STARTS; i++) {
      try (Workspace workspace = new Workspace("bench-start")) {
        try (Pair servers = stock(workspace)) {
          stock = Math.min(stock, Subject.seconds(servers.startTime()));
        }
        try (Pair servers = ours(workspace)) {
          ours = Math.min(ours, Subject.seconds(servers.startTime()));
        }
      }
    }
    add(Row.atMost("start to first answers of both, s", stock, ours, 0.35));
  }

  private void memory(Subject stock, Subject ours) {
    long until = System.nanoTime() + REST.toNanos();
    for (long now = System.nanoTime(); now < until; now = System.nanoTime()) {
      LockSupport.parkNanos(until - now);
    }
    add(Row.atMost("resident memory at rest, MiB", stock.residentMib(), ours.residentMib(), 0.25));
  }

  private void cpu(
      Subject stock, Subject ours, String operation, int warmUp, int count, int rate, double goal) {
    for (Subject subject : List.of(stock, ours)) {
      check(loads.znodes(subject, operation, warmUp, 0, nextRoot()));
    }
    least(
        "ZooKeeper " + operation + ", server CPU µs/op at " + rate + "/s",
        goal,
        stock,
        ours,
        subject ->
            subject.cpuSeconds(() -> loads.znodes(subject, operation, count, rate, nextRoot()))
                * 1e6
                / count);
  }

  private void throughput(Subject stock, Subject ours, String operation, int count) {
    most(
        "ZooKeeper " + operation + ", op/s",
        1.5,
        stock,
        ours,
        subject ->
            Double.parseDouble(
                check(loads.znodes(subject, operation, count, 0, nextRoot())).out().strip()));
  }

  private void alone(Subject stock, Subject ours) {
    for (Subject subject : List.of(stock, ours)) {
      timeGets(subject, WARM_UP_GETS / 10);
    }
    least(
        "ZooKeeper get alone, p50 µs",
        0.8,
        stock,
        ours,
        subject -> Double.parseDouble(timeGets(subject, GETS / 10).split(" ", -1)[0]));
  }

  private String timeGets(Subject subject, int count) {
    return loads.timeZnodes(subject.servers().connect(), "get", count, 0, nextRoot());
  }

  private String nextRoot() {
    return "/bench-" + ++roots;
  }

  /**
   * The least of some measurements by turns: whatever else the machine does can only add to a cost.
   */
  private void least(
      String what, double goal, Subject stock, Subject ours, ToDoubleFunction<Subject> measure) {
    double stockLeast = Double.MAX_VALUE;
    double oursLeast = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      stockLeast = Math.min(stockLeast, measure.applyAsDouble(stock));
      oursLeast = Math.min(oursLeast, measure.applyAsDouble(ours));
    }
    add(Row.atMost(what, stockLeast, oursLeast, goal));
  }

  /** The most of some measurements by turns. */
  private void most(
      String what, double goal, Subject stock, Subject ours, ToDoubleFunction<Subject> measure) {
    double stockMost = 0;
    double oursMost = 0;
    for (int i = 0; i < ROUNDS; i++) {
      stockMost = Math.max(stockMost, measure.applyAsDouble(stock));
      oursMost = Math.max(oursMost, measure.applyAsDouble(ours));
    }
    add(Row.atLeast(what, stockMost, oursMost, goal));
  }

  private void add(Row row) {
    rows.add(row);
    say(row.toString());
  }

  static ToolRun check(ToolRun run) {
    if (run.exitCode() != 0) {
      throw new IllegalStateException("load failed: " + run);
    }
    return run;
  }

  private static void say(String line) {
    System.err.println(line);
  }
}
