package io.castellan.compat.harness;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A published release of ZooKeeper, Kafka or Curator, as the jars that make up its class path.
 *
 * <p>The jars are named one by one in {@code releases/<id>.jars}, not derived from a POM: what a
 * test runs is then the same on every machine and every day, and nothing is downloaded when the
 * local repository has them.
 */
public enum StockRelease {
  ZOOKEEPER_3_4_14("zookeeper", "3.4.14"),
  ZOOKEEPER_3_5_7("zookeeper", "3.5.7"),
  ZOOKEEPER_3_5_10("zookeeper", "3.5.10"),
  ZOOKEEPER_3_6_3("zookeeper", "3.6.3"),
  ZOOKEEPER_3_6_4("zookeeper", "3.6.4"),
  ZOOKEEPER_3_8_6("zookeeper", "3.8.6"),
  ZOOKEEPER_3_9_6("zookeeper", "3.9.6"),
  KAFKA_0_8_2_2("kafka", "0.8.2.2"),
  KAFKA_0_9_0_1("kafka", "0.9.0.1"),
  KAFKA_0_10_2_2("kafka", "0.10.2.2"),
  KAFKA_0_11_0_3("kafka", "0.11.0.3"),
  KAFKA_1_1_1("kafka", "1.1.1"),
  KAFKA_2_0_1("kafka", "2.0.1"),
  KAFKA_2_7_0("kafka", "2.7.0"),
  KAFKA_2_7_2("kafka", "2.7.2"),
  KAFKA_3_4_1("kafka", "3.4.1"),
  KAFKA_3_9_2("kafka", "3.9.2"),
  /** The newest clients and server; its tools are 4.3.1's, the newest that were published. */
  KAFKA_4_4_0("kafka", "4.4.0"),
  /** Curator's recipes, on the client of ZooKeeper 3.9.6. */
  CURATOR_5_9_0("curator", "5.9.0");

  private final String product;
  private final String version;

  StockRelease(String product, String version) {
    this.product = product;
    this.version = version;
  }

  /** The ZooKeeper releases, oldest first; 3.8, which is close to 3.9, in the full matrix only. */
  public static List<StockRelease> zookeeper() {
    return Matrix.isFull()
        ? List.of(
            ZOOKEEPER_3_4_14, ZOOKEEPER_3_5_7, ZOOKEEPER_3_6_3, ZOOKEEPER_3_8_6, ZOOKEEPER_3_9_6)
        : List.of(ZOOKEEPER_3_4_14, ZOOKEEPER_3_5_7, ZOOKEEPER_3_6_3, ZOOKEEPER_3_9_6);
  }

  /** The releases whose shells are tried: the last of each line that is still met, oldest first. */
  public static List<StockRelease> zooKeeperShells() {
    List<StockRelease> releases =
        new ArrayList<>(
            List.of(
                ZOOKEEPER_3_4_14,
                ZOOKEEPER_3_5_10,
                ZOOKEEPER_3_6_4,
                ZOOKEEPER_3_8_6,
                ZOOKEEPER_3_9_6));
    if (Matrix.isFull()) {
      releases.addAll(List.of(ZOOKEEPER_3_5_7, ZOOKEEPER_3_6_3));
    }
    return releases;
  }

  /** The Kafka releases whose clients meet in the matrix, oldest first: all, or a slice of them. */
  public static List<StockRelease> kafkaClients() {
    return Matrix.isFull()
        ? List.of(
            KAFKA_0_8_2_2,
            KAFKA_0_9_0_1,
            KAFKA_0_10_2_2,
            KAFKA_0_11_0_3,
            KAFKA_1_1_1,
            KAFKA_2_0_1,
            KAFKA_2_7_2,
            KAFKA_3_4_1,
            KAFKA_3_9_2,
            KAFKA_4_4_0)
        : List.of(KAFKA_0_8_2_2, KAFKA_0_10_2_2, KAFKA_2_7_2, KAFKA_4_4_0);
  }

  /** The five Kafka releases whose every tool is compared with stock's, oldest first. */
  public static List<StockRelease> kafka() {
    return List.of(KAFKA_2_7_0, KAFKA_2_7_2, KAFKA_3_4_1, KAFKA_3_9_2, KAFKA_4_4_0);
  }

  /** For example {@code 3.4.1}. */
  public String version() {
    return version;
  }

  /**
   * For example {@code kafka-3.4.1}: the name of the list of its jars, of its directories, of its
   * log.
   */
  public String id() {
    return product + "-" + version;
  }

  /** Whether this release's version is at least {@code major.minor}. */
  public boolean isAtLeast(int major, int minor) {
    String[] parts = version.split("\\.", 3);
    int ownMajor = Integer.parseInt(parts[0]);
    return ownMajor > major || (ownMajor == major && Integer.parseInt(parts[1]) >= minor);
  }

  /**
   * The jars of this release in class path order, fetched through Maven when they are not yet in
   * the local repository.
   *
   * @throws IllegalStateException if they cannot be had; the message holds Maven's own
   */
  public List<Path> jars() {
    return LocalRepository.INSTANCE.jars("releases/" + id() + ".jars");
  }

  /** {@link #jars()} joined for {@code java -cp}. */
  public String classPath() {
    return jars().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * What a JVM of this release needs besides its class path.
   *
   * @param logLevel of the stock code, which logs to standard error: {@code ERROR}, {@code WARN},
   *     {@code INFO}
   */
  public List<String> jvmFlags(String logLevel) {
    List<String> flags = new ArrayList<>();
    flags.add("-Dcastellan.stock.log=" + logLevel);
    flags.add("-Dlog4j.configuration=" + Resources.file("logging/log4j.properties").toUri());
    flags.add("-Dlog4j2.configurationFile=" + Resources.file("logging/log4j2.properties").toUri());
    flags.add("-Dlogback.configurationFile=" + Resources.file("logging/logback.xml").toUri());
    flags.add("-Dlog4j2.disableJmx=true");
    flags.add("-Dzookeeper.jmx.log4j.disable=true");
    if (this == ZOOKEEPER_3_4_14) {
      // ZOOKEEPER-3779: the 3.4.14 client takes the host name from InetSocketAddress.toString(),
      // which JDK 14
      // began to end in "/<unresolved>". A hosts file that knows such names lets the untouched jar
      // run.
      flags.add("-Djdk.net.hosts.file=" + Resources.file("hosts-zookeeper-3.4.14"));
    }
    return flags;
  }
}
