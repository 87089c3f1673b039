package io.castellan.server;

import io.castellan.server.config.BrokerConfig;
import io.castellan.server.config.ZooCfg;
import java.util.ArrayDeque;
import java.util.Deque;
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

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private Node() {}

  /**
   * Starts the sides that have a configuration, and returns when both answer.
   *
   * @param zooKeeper the ZooKeeper side, or null to leave it out
   * @param broker the Kafka side, or null to leave it out
   * @throws Exception when a part cannot start; what had started is closed again
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
  }

  /** Kafka: logs, the session in ZooKeeper, the controller, and last the listeners. */
  private void startBroker(BrokerConfig config) throws Exception {
    LOG.info(
        "broker starting logDirs={} listeners={}",
        config.logs().dirs(),
        config.listeners().listeners());
  }

  /**
   * Closes every part that was started, the last one first; a failing one does not keep the others
   * open.
   */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.error("could not close {}", part.getClass().getSimpleName(), e);
      }
    }
  }
}
