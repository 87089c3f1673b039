package io.castellan.compat.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/**
 * {@code CONNECT get|set|create OPERATIONS RATE ROOT}: from four sessions, reads or replaces one
 * znode of 100 bytes or creates new ones below {@code ROOT}, evenly at {@code RATE} a second or, if
 * that is 0, as fast as the server answers with fifty under way on each session. Prints operations
 * per second.
 */
public final class LoadZnodes {
  private static final int SESSIONS = 4;
  private static final int IN_FLIGHT = 50;
  private static final long EARLY_NANOS = 1_000_000;
  private static final byte[] DATA = new byte[100];

  private final String operation;
  private final String root;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicInteger failed = new AtomicInteger();

  private LoadZnodes(String operation, String root) {
    this.operation = operation;
    this.root = root;
  }

  /** Ends when every operation is answered. */
  public static void main(String[] args) throws Exception {
    int operations = Integer.parseInt(args[2]) / SESSIONS;
    double rate = Double.parseDouble(args[3]) / SESSIONS;
    List<ZooKeeper> sessions = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add(ZooKeeperSession.open(args[0]));
    }
    sessions.get(0).create(args[4], DATA, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    LoadZnodes load = new LoadZnodes(args[1], args[4]);
    CountDownLatch done = new CountDownLatch(SESSIONS);
    long begun = System.nanoTime();
    for (int i = 0; i < SESSIONS; i++) {
      ZooKeeper session = sessions.get(i);
      String prefix = "/s" + i + "-";
      Thread sender =
          new Thread(() -> load.send(session, prefix, operations, rate, done), "load-" + i);
      sender.start();
    }
    done.await();
    double seconds = (System.nanoTime() - begun) / 1e9;
    for (ZooKeeper session : sessions) {
      session.close();
    }
    if (load.failed.get() > 0) {
      throw new IOException(load.failed.get() + " operations failed");
    }
    System.out.println(Math.round(load.answered.get() / seconds));
  }

  private void send(
      ZooKeeper session, String prefix, int operations, double rate, CountDownLatch done) {
    Semaphore inFlight = new Semaphore(IN_FLIGHT);
    long begun = System.nanoTime();
    for (int i = 0; i < operations; i++) {
      if (rate > 0) {
        long due = begun + (long) (i * 1e9 / rate);
        // Up to a millisecond early: a wake-up for each of many operations costs more than they do.
        while (due - System.nanoTime() > EARLY_NANOS) {
          LockSupport.parkNanos(EARLY_NANOS);
        }
      }
      inFlight.acquireUninterruptibly();
      if (operation.equals("get")) {
        session.getData(
            root, false, (code, path, context, data, stat) -> answer(code, inFlight), null);
      } else if (operation.equals("set")) {
        session.setData(
            root, DATA, -1, (code, path, context, stat) -> answer(code, inFlight), null);
      } else {
        session.create(
            root + prefix + i,
            DATA,
            Ids.OPEN_ACL_UNSAFE,
            CreateMode.PERSISTENT,
            (code, path, context, name) -> answer(code, inFlight),
            null);
      }
    }
    inFlight.acquireUninterruptibly(IN_FLIGHT);
    done.countDown();
  }

  private void answer(int code, Semaphore inFlight) {
    if (code == 0) {
      answered.incrementAndGet();
    } else {
      failed.incrementAndGet();
    }
    inFlight.release();
  }
}
