package io.castellan.compat.curator;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.ExponentialBackoffRetry;

/**
 * {@code CONNECT NAME}: exercises one kind of recipe below {@code /curator/NAME} with two clients,
 * and prints what it has seen work, a line each.
 */
public final class Recipes {
  static final long WAIT_SECONDS = 10;
  private static final int SESSION_MS = 15_000;

  private Recipes() {}

  /** One kind of recipe, between two applications. */
  interface Kind {
    void run(CuratorFramework one, CuratorFramework other, String root) throws Exception;
  }

  /** Ends with status 0 when everything has worked. */
  public static void main(String[] args) throws Exception {
    try (CuratorFramework one = client(args[0]);
        CuratorFramework other = client(args[0])) {
      kind(args[1]).run(one, other, "/curator/" + args[1]);
    }
    // Recipes leave threads behind that are nobody's.
    System.exit(0);
  }

  private static CuratorFramework client(String connect) throws InterruptedException {
    CuratorFramework client =
        CuratorFrameworkFactory.newClient(
            connect, SESSION_MS, SESSION_MS, new ExponentialBackoffRetry(100, 3));
    client.start();
    check("connected", client.blockUntilConnected((int) WAIT_SECONDS, TimeUnit.SECONDS));
    return client;
  }

  private static Kind kind(String name) {
    return switch (name) {
      case "elections" -> new Elections();
      case "locks" -> new Locks();
      case "barriers" -> new Barriers();
      case "counters" -> new Counters();
      case "caches" -> new Caches();
      case "queues" -> new Queues();
      case "nodes" -> new Nodes();
      case "discovery" -> new Discovery();
      default -> throw new IllegalArgumentException("kind of recipe: " + name);
    };
  }

  static void check(String promise, boolean kept) {
    if (!kept) {
      throw new IllegalStateException("not so: " + promise);
    }
    System.out.println(promise);
  }

  /** Waits for something to become so. */
  static void await(String promise, Callable<Boolean> kept) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!kept.call()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("never so: " + promise);
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    System.out.println(promise);
  }

  /** Waits for the next of something. */
  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T item = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (item == null) {
      throw new IllegalStateException("nothing came within " + WAIT_SECONDS + " s");
    }
    return item;
  }
}
