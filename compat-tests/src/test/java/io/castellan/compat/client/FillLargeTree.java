package io.castellan.compat.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/**
 * {@code CONNECT ROOT COUNT}: makes {@code COUNT} znodes of 100 bytes below {@code ROOT}, a
 * thousand in each directory, by transactions of five hundred.
 */
public final class FillLargeTree {
  private static final int PER_DIRECTORY = 1000;
  private static final int PER_MULTI = 500;
  private static final int IN_FLIGHT = 4;

  private FillLargeTree() {}

  /** Ends when the server has acknowledged everything. */
  public static void main(String[] args) throws Exception {
    ZooKeeper session = ZooKeeperSession.open(args[0]);
    String root = args[1];
    int count = Integer.parseInt(args[2]);
    session.create(root, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    Semaphore inFlight = new Semaphore(IN_FLIGHT);
    AtomicInteger failed = new AtomicInteger();
    for (int i = 0; i < count; i += PER_MULTI) {
      String directory = root + "/dir-" + i / PER_DIRECTORY;
      List<Op> batch = new ArrayList<>();
      if (i % PER_DIRECTORY == 0) {
        batch.add(Op.create(directory, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
      }
      for (int j = i; j < Math.min(i + PER_MULTI, count); j++) {
        batch.add(
            Op.create(
                directory + "/n" + j % PER_DIRECTORY,
                new byte[100],
                Ids.OPEN_ACL_UNSAFE,
                CreateMode.PERSISTENT));
      }
      inFlight.acquire();
      session.multi(
          batch,
          (code, path, context, results) -> {
            if (code != 0) {
              failed.incrementAndGet();
            }
            inFlight.release();
          },
          null);
    }
    inFlight.acquire(IN_FLIGHT);
    session.close();
    if (failed.get() > 0) {
      throw new IOException(failed.get() + " transactions failed");
    }
  }
}
