package io.castellan.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Our server, started by its command line from configuration files, as users start it.
 *
 * <p>It runs from the class path that the build wrote for it. With the system property {@code
 * castellan.command} it is that script instead ({@code bin/castellan}), class-data archive and all,
 * with its own JVM options in the place of {@link Jvm#LIGHT}. With {@code castellan.subject=stock}
 * it is a stock server, ZooKeeper 3.9.6 or Kafka 3.4.1: a test that fails then expects what no
 * server does.
 */
public final class CastellanProcess {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  static final boolean STOCK = System.getProperty("castellan.subject", "").equals("stock");

  private CastellanProcess() {}

  /**
   * Only the ZooKeeper side; files as of {@link StockServers#zooKeeper(StockRelease, Path, int,
   * String...)}.
   */
  public static ServerProcess zooKeeper(Path directory, int port, String... lines) {
    return zooKeeper(directory, port, List.of(lines), Jvm.LIGHT);
  }

  /** The same with other JVM options. */
  public static ServerProcess zooKeeper(
      Path directory, int port, List<String> lines, List<String> jvm) {
    if (STOCK) {
      return StockServers.zooKeeper(StockRelease.ZOOKEEPER_3_9_6, directory, port, lines, jvm);
    }
    Path cfg = StockServers.zooCfg(directory, port, lines);
    return start(directory, Probe.zooKeeper(port), jvm, "--zoo-cfg", cfg.toString());
  }

  /** Only the broker, on a ZooKeeper elsewhere. */
  public static ServerProcess kafka(
      Path directory, int port, String zooKeeperConnect, String... lines) {
    if (STOCK) {
      return StockServers.kafka(StockRelease.KAFKA_3_4_1, directory, port, zooKeeperConnect, lines);
    }
    Path properties =
        StockServers.serverProperties(directory, port, zooKeeperConnect, List.of(lines));
    return start(
        directory, Probe.kafka(port), Jvm.LIGHT, "--server-properties", properties.toString());
  }

  /** Both sides in one process, on the same places as the two stock servers would be. */
  public static ServerProcess both(
      Path directory, int zooKeeperPort, int kafkaPort, List<String> lines, List<String> jvm) {
    Path cfg =
        StockServers.zooCfg(Pair.subdirectory(directory, "zookeeper"), zooKeeperPort, List.of());
    Path properties =
        StockServers.serverProperties(
            Pair.subdirectory(directory, "kafka"), kafkaPort, "127.0.0.1:" + zooKeeperPort, lines);
    return start(
        directory,
        Probe.zooKeeper(zooKeeperPort).and(Probe.kafka(kafkaPort)),
        jvm,
        "--zoo-cfg",
        cfg.toString(),
        "--server-properties",
        properties.toString());
  }

  /** The top of the source tree that these classes were built in. */
  public static Path home() {
    Path target = Resources.classes().getParent();
    Path module = target == null ? null : target.getParent();
    Path home = module == null ? null : module.getParent();
    if (home == null) {
      throw new IllegalStateException("no source tree above " + Resources.classes());
    }
    return home;
  }

  private static ServerProcess start(
      Path directory, Probe ready, List<String> jvm, String... arguments) {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(arguments));
    String script = System.getProperty("castellan.command", "");
    if (!script.isEmpty()) {
      all.add(0, script);
      return ServerProcess.start(
              "castellan",
              all,
              directory,
              Map.of("CASTELLAN_OPTS", jvm.equals(Jvm.LIGHT) ? "" : String.join(" ", jvm)),
              ready,
              START_LIMIT)
          .heeding(Complaints.of());
    }
    List<String> flags = new ArrayList<>(jvm);
    if (jvm.equals(Jvm.LIGHT)) {
      flags.add("-Dio.netty.leakDetection.level=paranoid"); // follows every buffer
    }
    List<String> command = Jvm.command(flags, classPath(), "io.castellan.server.Castellan", all);
    return ServerProcess.start("castellan", command, directory, Map.of(), ready, START_LIMIT)
        .heeding(Complaints.of());
  }

  private static String classPath() {
    Path file =
        Path.of(
            System.getProperty(
                "castellan.classpath.file",
                Resources.classes().resolveSibling("castellan.classpath").toString()));
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "class path of the server (expected: written by the Maven build)", e);
    }
  }
}
