package io.castellan.server.zkclient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** A stock standalone server inside the test's process, on a free loopback port. */
public final class StockZooKeeper implements AutoCloseable {
  private static final int TICK_MS = 200;

  private final Path dir;
  private ZooKeeperServer server;
  private NIOServerCnxnFactory connections;
  private InetSocketAddress address;

  public StockZooKeeper(Path dir) throws IOException {
    this.dir = dir;
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    start();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** End a session as if its client had been silent for too long. */
  public void expire(long sessionId) {
    server.closeSession(sessionId);
  }

  /** Break every connection; sessions live on. */
  public void dropConnections() {
    connections.getConnections().forEach(c -> c.close(null));
  }

  /** Stop the server and start it again on the same port and data. */
  public void restart() throws IOException {
    close();
    start();
  }

  private void start() throws IOException {
    try {
      server = new ZooKeeperServer(dir.toFile(), dir.toFile(), TICK_MS);
      server.setMinSessionTimeout(TICK_MS);
      server.setMaxSessionTimeout(60_000);
      connections = new NIOServerCnxnFactory();
      connections.configure(address, 100);
      connections.startup(server);
      address = new InetSocketAddress(address.getAddress(), connections.getLocalPort());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    connections.shutdown();
    server.shutdown();
    try {
      server.getZKDatabase().close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
