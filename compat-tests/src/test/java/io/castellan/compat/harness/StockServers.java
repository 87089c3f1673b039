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

  /** Any will do. */
  private static final String CLUSTER_ID = "Q2FzdGVsbGFuLUJlbmNoLQ";

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

  /**
   * A broker that is its own controller (KRaft, combined mode), with its {@code log.dirs} in a new
   * {@code directory/logs}.
   *
   * @param controllerPort a second port, which only the server itself uses
   */
  public static ServerProcess kraft(
      StockRelease release, Path directory, int port, int controllerPort, List<String> jvm) {
    Path properties =
        write(
            directory.resolve("server.properties"),
            List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                "listeners=PLAINTEXT://127.0.0.1:"
                    + port
                    + ",CONTROLLER://127.0.0.1:"
                    + controllerPort,
                "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
                "controller.listener.names=CONTROLLER",
                "inter.broker.listener.name=PLAINTEXT",
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs=" + directory.resolve("logs"),
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=5",
                "group.initial.rebalance.delay.ms=0"));
    format(release, directory, properties);
    List<String> flags = new ArrayList<>(jvm);
    flags.addAll(release.jvmFlags("WARN"));
    return ServerProcess.start(
        release.id(),
        Jvm.command(flags, release.classPath(), "kafka.Kafka", List.of(properties.toString())),
        directory,
        Map.of(),
        Probe.kafka(port),
        START_LIMIT);
  }

  private static void format(StockRelease release, Path directory, Path properties) {
    List<String> flags = new ArrayList<>(Jvm.LIGHT);
    flags.addAll(release.jvmFlags("WARN"));
    Path log = directory.resolve("format.log");
    try {
      int status =
          new ProcessBuilder(
                  Jvm.command(
                      flags,
                      release.classPath(),
                      "kafka.tools.StorageTool",
                      List.of("format", "-t", CLUSTER_ID, "-c", properties.toString())))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (status != 0) {
        throw new IllegalStateException(
            release.id() + " format: exit code " + status + "\n" + Tail.of(log, 40));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + release.id() + " formatted", e);
    }
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
