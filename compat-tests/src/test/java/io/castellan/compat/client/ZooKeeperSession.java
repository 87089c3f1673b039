package io.castellan.compat.client;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/** Opens a session and waits until it stands. */
final class ZooKeeperSession {
  private static final int TIMEOUT_MS = 30_000;

  private ZooKeeperSession() {}

  /** A session with {@code connect}, which the caller closes. */
  static ZooKeeper open(String connect) throws IOException, InterruptedException {
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper session =
        new ZooKeeper(
            connect,
            TIMEOUT_MS,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    if (!connected.await(TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
      session.close();
      throw new IOException("no session with " + connect);
    }
    return session;
  }
}
