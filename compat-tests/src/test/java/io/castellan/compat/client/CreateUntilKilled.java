package io.castellan.compat.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/**
 * {@code CONNECT ROOT PID COUNT}: creates znodes below {@code ROOT}, a hundred in flight, kills the
 * process {@code PID} after {@code COUNT} acknowledgements while more are under way (a server may
 * also end by itself before), and prints the path of every one that was acknowledged, before the
 * kill or after.
 */
public final class CreateUntilKilled {
  private static final int IN_FLIGHT = 100;

  private CreateUntilKilled() {}

  /** Ends once the connection is lost and every outstanding create has failed. */
  public static void main(String[] args) throws Exception {
    ZooKeeper session = ZooKeeperSession.open(args[0]);
    String root = args[1];
    ProcessHandle server = ProcessHandle.of(Long.parseLong(args[2])).orElseThrow();
    int killAfter = Integer.parseInt(args[3]);
    if (session.exists(root, false) == null) {
      session.create(root, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    AtomicInteger count = new AtomicInteger();
    CountDownLatch lost = new CountDownLatch(1);
    Semaphore inFlight = new Semaphore(IN_FLIGHT);
    while (lost.getCount() > 0) {
      inFlight.acquire();
      session.create(
          root + "/n-",
          new byte[64],
          Ids.OPEN_ACL_UNSAFE,
          CreateMode.PERSISTENT_SEQUENTIAL,
          (code, path, context, name) -> {
            inFlight.release();
            if (code == Code.OK.intValue()) {
              acknowledged.add(name);
              if (count.incrementAndGet() == killAfter) {
                server.destroyForcibly();
              }
            } else {
              lost.countDown();
            }
          },
          null);
    }
    StringBuilder lines = new StringBuilder();
    acknowledged.forEach(path -> lines.append(path).append('\n'));
    System.out.print(lines);
    System.out.flush();
    // The session cannot be closed: its server is gone. An exit ends it, as it would end any
    // client.
    System.exit(0);
  }
}
