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
 * Stock servers on 127.0.0.1, configured like a distribution's defaults except for places and
 * ports.
 */
public final class StockServers {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private StockServers() {}

  /** {@link #zooKeeper(StockRelease, Path, int, List, List)} with {@link Jvm#LIGHT} flags. */
  public static ServerProcess zooKeeper(
      StockRelease release, Path directory, int port, String... lines) {
    return zooKeeper(release, directory, port, List.of(lines), Jvm.LIGHT);
  }

  /**
   * A standalone ZooKeeper, its {@code dataDir} in {@code directory/data}: what stands there is
   * opened.
   *
   * @param lines further lines of its zoo.cfg
   */
  public static ServerProcess zooKeeper(
      StockRelease release, Path directory, int port, List<String> lines, List<String> jvm) {
    List<String> flags = new ArrayList<>(jvm);
    flags.addAll(release.jvmFlags("WARN"));
    return ServerProcess.start(
        release.id(),
        Jvm.command(
            flags,
            release.classPath(),
            "org.apache.zookeeper.server.quorum.QuorumPeerMain",
            List.of(zooCfg(directory, port, lines).toString())),
        directory,
        Map.of(),
        Probe.zooKeeper(port),
        START_LIMIT);
  }

  /** {@link #kafka(StockRelease, Path, int, String, List, List)} with {@link Jvm#LIGHT} flags. */
  public static ServerProcess kafka(
      StockRelease release, Path directory, int port, String zooKeeperConnect, String... lines) {
    return kafka(release, directory, port, zooKeeperConnect, List.of(lines), Jvm.LIGHT);
  }

  /**
   * A broker of a release that still runs on ZooKeeper (up to 3.9), its {@code log.dirs} in {@code
   * directory/logs}: what stands there is opened.
   *
   * @param lines further lines of its server.properties
   */
  public static ServerProcess kafka(
      StockRelease release,
      Path directory,
      int port,
      String zooKeeperConnect,
      List<String> lines,
      List<String> jvm) {
    List<String> flags = new ArrayList<>(jvm);
    flags.addAll(release.jvmFlags("WARN"));
    return ServerProcess.start(
        release.id(),
        Jvm.command(
            flags,
            release.classPath(),
            "kafka.Kafka",
            List.of(serverProperties(directory, port, zooKeeperConnect, lines).toString())),
        directory,
        Map.of(),
        Probe.kafka(port),
        START_LIMIT);
  }

  /** Writes the zoo.cfg of a standalone server, for stock and for ours alike. */
  static Path zooCfg(Path directory, int port, List<String> lines) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "tickTime=2000",
                "dataDir=" + directory.resolve("data"),
                "clientPort=" + port,
                "clientPortAddress=127.0.0.1",
                "maxClientCnxns=0",
                "admin.enableServer=false",
                "4lw.commands.whitelist=*"));
    all.addAll(lines);
    return write(directory.resolve("zoo.cfg"), all);
  }

  /** Writes the server.properties of a single broker, for stock and for ours alike. */
  static Path serverProperties(
      Path directory, int port, String zooKeeperConnect, List<String> lines) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "broker.id=0",
                "listeners=PLAINTEXT://127.0.0.1:" + port,
                "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
                "log.dirs=" + directory.resolve("logs"),
                "zookeeper.connect=" + zooKeeperConnect,
                "zookeeper.connection.timeout.ms=18000",
                "offsets.topic.replication.factor=1",
                // Fifty partitions, the default, are fifty directories to make before the first
                // group answers.
                "offsets.topic.num.partitions=5",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "group.initial.rebalance.delay.ms=0"));
    all.addAll(lines);
    return write(directory.resolve("server.properties"), all);
  }

  private static Path write(Path file, List<String> lines) {
    try {
      return Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
