package io.castellan.server;

import io.castellan.server.config.BrokerConfig;
import io.castellan.server.config.HostPort;
import io.castellan.server.config.ZooCfg;
import io.castellan.server.kafka.broker.KafkaBroker;
import io.castellan.server.kafka.controller.MembershipException;
import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import io.castellan.server.net.Transport;
import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.ZooKeeperServer;
import io.castellan.server.zkclient.ZkServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running server, and the only place that sees both of its worlds: builds the parts in order,
 * closes them in reverse. Read it as a table of contents of the system.
 *
 * <p>Started and closed by one thread, which may be two in turn; what it builds has owners of its
 * own.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private static final int ZOOKEEPER_EVENT_LOOPS =
      Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));

  /** What a process ends with when its disk fails or an invariant breaks, as a stock server's. */
  private static final int EXIT_FAILED = 1;

  /** What stands for this machine; another name of its own is taken for another's. */
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "::1");

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private @Nullable ZooKeeperServer zooKeeperServer;

  private Node() {}

  /**
   * Starts the sides that have a configuration, and returns when both answer.
   *
   * @param zooKeeper the ZooKeeper side, or null to leave it out
   * @param broker the Kafka side, or null to leave it out
   * @throws StartException when a part cannot start for a reason that lies outside of the server;
   *     what had started is closed again
   * @throws Exception when it cannot for any other reason
   */
  public static Node start(@Nullable ZooCfg zooKeeper, @Nullable BrokerConfig broker)
      throws Exception {
    Node node = new Node();
    try {
      if (zooKeeper != null) {
        node.startZooKeeper(zooKeeper);
      }
      if (broker != null) {
        node.startBroker(broker);
      }
      return node;
    } catch (IOException | StorageException | MembershipException e) {
      node.close();
      throw new StartException(e);
    } catch (Exception e) {
      node.close();
      throw e;
    }
  }

  /** ZooKeeper: disk, tree, sessions, and last the listener. */
  private void startZooKeeper(ZooCfg config) throws Exception {
    LOG.info(
        "zookeeper starting dataDir={} clientPort={}",
        config.disk().dataDir(),
        config.listener().port());
    Transport transport = opened(Transport.open("zk-io", ZOOKEEPER_EVENT_LOOPS));
    zooKeeperServer =
        opened(ZooKeeperServer.start(config, transport, Clock.SYSTEM, Node::onFailure));
  }

  /** Kafka: logs, the session in ZooKeeper, the controller, and last the listeners. */
  private void startBroker(BrokerConfig config) throws Exception {
    LOG.info(
        "broker starting logDirs={} listeners={}",
        config.logs().dirs(),
        config.listeners().listeners());
    List<HostPort> servers = config.zooKeeper().servers();
    opened(
        KafkaBroker.start(
            config, transport -> way(transport, servers), Clock.SYSTEM, Node::onFailure));
  }

  /**
   * The broker's way to ZooKeeper: without a socket when it is told to use the server of this very
   * process, else over TCP; the client is the same.
   */
  private ZkServers way(Transport transport, List<HostPort> servers) {
    ZooKeeperServer own = zooKeeperServer;
    if (own != null && servers.size() == 1 && isOwn(servers.get(0), own.address())) {
      return ZkServers.inProcess(own.localEventLoops(), own.localAddress());
    }
    return ZkServers.tcp(
        transport,
        servers.stream()
            .map(server -> InetSocketAddress.createUnresolved(server.host(), server.port()))
            .toList());
  }

  private static boolean isOwn(HostPort server, InetSocketAddress bound) {
    InetAddress address = bound.getAddress();
    return server.port() == bound.getPort()
        && LOOPBACK_NAMES.contains(server.host())
        && (address.isAnyLocalAddress() || address.isLoopbackAddress());
  }

  /**
   * Closes every part that was started, the last one first; a failing one does not keep the others
   * open.
   */
  @Override
  public void close() {
    // A start that is interrupted is closed as completely as one that fails otherwise.
    boolean interrupted = Thread.interrupted();
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.error("could not close {}", part.getClass().getSimpleName(), e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /**
   * A lane has failed. Whatever it has not acknowledged it never will; the process ends at once,
   * without closing anything, because nothing that it would still write could be trusted.
   */
  private static void onFailure(Lane lane, Throwable cause) {
    LOG.error("castellan ends, lane {} failed: {}", lane.name(), cause.toString());
    Runtime.getRuntime().halt(EXIT_FAILED);
  }
}
