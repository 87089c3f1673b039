package io.castellan.server.kafka.broker;

import io.castellan.server.config.BrokerConfig;
import io.castellan.server.config.ZooCfg;
import io.castellan.server.lane.Clock;
import io.castellan.server.net.Transport;
import io.castellan.server.zk.ZooKeeperServer;
import io.castellan.server.zkclient.ZkServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A whole broker on a ZooKeeper of our own, which can be stopped, lost, and started again. */
final class GroupBroker implements AutoCloseable {
  private final AtomicReference<@Nullable Throwable> laneFailure = new AtomicReference<>();
  private final Path root;
  private final Transport transport;
  private final ZooKeeperServer zooKeeper;
  private final int port = freePort();
  private Path logDir;
  private KafkaBroker broker;

  GroupBroker(Path root) throws Exception {
    this.root = root;
    this.logDir = root.resolve("kafka");
    this.transport = Transport.open("test-zk", 1);
    this.zooKeeper =
        ZooKeeperServer.start(
            ZooCfg.of(
                Map.of(
                    "dataDir", root.resolve("zk").toString(),
                    "clientPort", "0",
                    "clientPortAddress", "127.0.0.1",
                    "preAllocSize", "64"),
                Map.of()),
            transport,
            Clock.SYSTEM,
            (lane, broken) -> laneFailure.set(broken));
    this.broker = start();
  }

  private KafkaBroker start() throws Exception {
    return KafkaBroker.start(
        BrokerConfig.of(
            Map.of(
                "broker.id", "0",
                "listeners", "PLAINTEXT://127.0.0.1:" + port,
                "log.dirs", logDir.toString(),
                "zookeeper.connect", "127.0.0.1:" + zooKeeper.address().getPort(),
                "offsets.topic.num.partitions", "3",
                "offsets.topic.replication.factor", "1",
                "group.min.session.timeout.ms", "500",
                "group.initial.rebalance.delay.ms", "0")),
        own -> ZkServers.tcp(own, List.of(zooKeeper.address())),
        Clock.SYSTEM,
        (lane, broken) -> laneFailure.set(broken));
  }

  String bootstrap() {
    return "127.0.0.1:" + port;
  }

  /** Stop and start again. */
  void restart() throws Exception {
    broker.close();
    broker = start();
  }

  /**
   * Start again with what a kill at this moment would leave: the files as they are now, without
   * anything that closing would write.
   */
  void restartAsIfKilled() throws Exception {
    Path left = root.resolve(logDir.getFileName() + "-left");
    try (Stream<Path> files = Files.walk(logDir)) {
      for (Path file : files.toList()) {
        Files.copy(file, left.resolve(logDir.relativize(file)));
      }
    }
    broker.close();
    logDir = left;
    broker = start();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    broker.close();
    zooKeeper.close();
    transport.close();
    Throwable broken = laneFailure.get();
    if (broken != null) {
      throw new AssertionError("a lane failed", broken);
    }
  }
}
