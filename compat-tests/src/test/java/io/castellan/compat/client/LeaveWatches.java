package io.castellan.compat.client;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/**
 * {@code CONNECT COUNT}: from one session, asks whether so many znodes exist, which do not, and
 * leaves a watch on each. The session stays open when this ends, as long as its JVM lives.
 */
public final class LeaveWatches {
  private static final int IN_FLIGHT = 500;

  private LeaveWatches() {}

  /** Ends when the server holds all of them. */
  public static void main(String[] args) throws Exception {
    ZooKeeper session = ZooKeeperSession.open(args[0]);
    int count = Integer.parseInt(args[1]);
    Watcher watcher = event -> {};
    Semaphore inFlight = new Semaphore(IN_FLIGHT);
    AtomicInteger failed = new AtomicInteger();
    for (int i = 0; i < count; i++) {
      inFlight.acquire();
      session.exists(
          "/watched/directory-" + i / 1000 + "/znode-" + i % 1000,
          watcher,
          (code, path, context, stat) -> {
            if (code != Code.NONODE.intValue()) {
              failed.incrementAndGet();
            }
            inFlight.release();
          },
          null);
    }
    inFlight.acquire(IN_FLIGHT);
    if (failed.get() > 0) {
      throw new IOException(failed.get() + " watches failed");
    }
  }
}
