package io.castellan.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A ZooKeeper and a single broker on it: two stock processes, or ours, which is one.
 *
 * @param zooKeeper the process that serves ZooKeeper's protocol
 * @param kafka the process that serves Kafka's; the same one if it is ours
 * @param zooKeeperPort on 127.0.0.1
 * @param kafkaPort on 127.0.0.1
 * @param startTime from the first process' start to both protocols' first answers
 */
public record Pair(
    ServerProcess zooKeeper,
    ServerProcess kafka,
    int zooKeeperPort,
    int kafkaPort,
    Duration startTime)
    implements AutoCloseable {

  /** ZooKeeper 3.9.6 and Kafka 3.4.1 in {@code directory}: what stands there is opened. */
  public static Pair stock(Path directory, List<String> brokerLines) {
    return stock(StockRelease.KAFKA_3_4_1, directory, brokerLines);
  }

  /** The same with another broker. */
  public static Pair stock(StockRelease kafka, Path directory, List<String> brokerLines) {
    return stock(kafka, directory, brokerLines, Jvm.LIGHT, Jvm.LIGHT);
  }

  /**
   * The same with other JVM options. Both start at once: the broker waits for its ZooKeeper by
   * itself.
   */
  public static Pair stock(
      StockRelease kafkaRelease,
      Path directory,
      List<String> brokerLines,
      List<String> zooKeeperJvm,
      List<String> kafkaJvm) {
    int zooKeeperPort = Ports.free();
    int kafkaPort = Ports.free();
    long begun = System.nanoTime();
    CompletableFuture<ServerProcess> starting =
        CompletableFuture.supplyAsync(
            () ->
                StockServers.zooKeeper(
                    StockRelease.ZOOKEEPER_3_9_6,
                    subdirectory(directory, "zookeeper"),
                    zooKeeperPort,
                    List.of(),
                    zooKeeperJvm));
    try {
      ServerProcess kafka =
          StockServers.kafka(
              kafkaRelease,
              subdirectory(directory, "kafka"),
              kafkaPort,
              "127.0.0.1:" + zooKeeperPort,
              brokerLines,
              kafkaJvm);
      return new Pair(
          starting.join(),
          kafka,
          zooKeeperPort,
          kafkaPort,
          Duration.ofNanos(System.nanoTime() - begun));
    } catch (RuntimeException e) {
      starting.join().close();
      throw e;
    }
  }

  /** A broker of a release that needs no ZooKeeper; there is none, and nothing at its port. */
  public static Pair kraft(StockRelease release, Path directory, List<String> jvm) {
    int kafkaPort = Ports.free();
    int controllerPort = Ports.free();
    ServerProcess both =
        StockServers.kraft(
            release, subdirectory(directory, "kafka"), kafkaPort, controllerPort, jvm);
    return new Pair(both, both, controllerPort, kafkaPort, both.startTime());
  }

  /** Ours, on the same files and directories; stock, where {@link CastellanProcess} is stock. */
  public static Pair castellan(Path directory, List<String> brokerLines) {
    return castellan(directory, brokerLines, Jvm.LIGHT);
  }

  /** The same with other JVM options, which a script that starts it would not take. */
  public static Pair castellan(Path directory, List<String> brokerLines, List<String> jvm) {
    if (CastellanProcess.STOCK) {
      return stock(StockRelease.KAFKA_3_4_1, directory, brokerLines, jvm, jvm);
    }
    int zooKeeperPort = Ports.free();
    int kafkaPort = Ports.free();
    ServerProcess both =
        CastellanProcess.both(directory, zooKeeperPort, kafkaPort, brokerLines, jvm);
    return new Pair(both, both, zooKeeperPort, kafkaPort, both.startTime());
  }

  /** Where each half keeps its files; {@link CastellanProcess#both} puts its own there too. */
  static Path subdirectory(Path directory, String half) {
    try {
      return Files.createDirectories(directory.resolve(half));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address for {@code --bootstrap-server}. */
  public String bootstrap() {
    return "127.0.0.1:" + kafkaPort;
  }

  /** The address for {@code --zookeeper}. */
  public String connect() {
    return "127.0.0.1:" + zooKeeperPort;
  }

  /** Ends the broker first, which takes its leave of ZooKeeper. */
  @Override
  public void close() {
    try (zooKeeper) {
      kafka.close();
    }
  }
}
