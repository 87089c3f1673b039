package io.castellan.compat.client;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/**
 * {@code CONNECT get|set OPERATIONS RATE NODE}: reads or writes a znode of 100 bytes, which it
 * makes, one operation after another or, if {@code RATE} is not 0, each when it is due, whatever
 * became of those before it. Prints the median, the 99th and the 99.9th percentile in microseconds,
 * at a rate counted from when the operation was due.
 */
public final class TimeZnodes {
  private static final byte[] DATA = new byte[100];

  private TimeZnodes() {}

  /** Ends when every operation is answered. */
  public static void main(String[] args) throws Exception {
    boolean get = args[1].equals("get");
    int operations = Integer.parseInt(args[2]);
    double rate = Double.parseDouble(args[3]);
    String node = args[4];
    ZooKeeper session = ZooKeeperSession.open(args[0]);
    session.create(node, DATA, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    long[] nanos =
        rate > 0
            ? atRate(session, get, node, operations, rate)
            : alone(session, get, node, operations);
    session.close();
    Arrays.sort(nanos);
    System.out.printf(
        "%d %d %d%n", percentile(nanos, 0.5), percentile(nanos, 0.99), percentile(nanos, 0.999));
  }

  private static long percentile(long[] sorted, double part) {
    return sorted[(int) (part * (sorted.length - 1))] / 1000;
  }

  private static long[] alone(ZooKeeper session, boolean get, String node, int operations)
      throws Exception {
    long[] nanos = new long[operations];
    for (int i = 0; i < operations; i++) {
      long begun = System.nanoTime();
      if (get) {
        session.getData(node, false, null);
      } else {
        session.setData(node, DATA, -1);
      }
      nanos[i] = System.nanoTime() - begun;
    }
    return nanos;
  }

  private static long[] atRate(
      ZooKeeper session, boolean get, String node, int operations, double rate) throws Exception {
    long[] nanos = new long[operations];
    AtomicInteger failed = new AtomicInteger();
    CountDownLatch answers = new CountDownLatch(operations);
    long begun = System.nanoTime();
    for (int i = 0; i < operations; i++) {
      int index = i;
      long due = begun + (long) (i * 1e9 / rate);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      if (get) {
        session.getData(
            node,
            false,
            (code, path, context, data, stat) -> answered(code, nanos, index, due, failed, answers),
            null);
      } else {
        session.setData(
            node,
            DATA,
            -1,
            (code, path, context, stat) -> answered(code, nanos, index, due, failed, answers),
            null);
      }
    }
    answers.await();
    if (failed.get() > 0) {
      throw new IOException(failed.get() + " operations failed");
    }
    return nanos;
  }

  private static void answered(
      int code, long[] nanos, int index, long due, AtomicInteger failed, CountDownLatch answers) {
    nanos[index] = System.nanoTime() - due;
    if (code != 0) {
      failed.incrementAndGet();
    }
    answers.countDown();
  }
}
