package io.castellan.compat.curator;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.queue.DistributedDelayQueue;
import org.apache.curator.framework.recipes.queue.DistributedIdQueue;
import org.apache.curator.framework.recipes.queue.DistributedPriorityQueue;
import org.apache.curator.framework.recipes.queue.DistributedQueue;
import org.apache.curator.framework.recipes.queue.QueueBuilder;
import org.apache.curator.framework.recipes.queue.QueueConsumer;
import org.apache.curator.framework.recipes.queue.QueueSerializer;
import org.apache.curator.framework.recipes.queue.SimpleDistributedQueue;
import org.apache.curator.framework.state.ConnectionState;

/** What one puts and another takes. */
final class Queues implements Recipes.Kind {
  private static final int ITEMS = 20;

  @Override
  public void run(CuratorFramework one, CuratorFramework other, String root) throws Exception {
    simple(one, other, root + "/simple");
    inOrder(one, other, root + "/plain");
    withLocks(one, other, root + "/locked");
    byPriority(one, other, root + "/priority");
    withIds(one, other, root + "/ids");
    delayed(one, other, root + "/delayed");
  }

  private static void simple(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    SimpleDistributedQueue mine = new SimpleDistributedQueue(one, path);
    SimpleDistributedQueue yours = new SimpleDistributedQueue(other, path);
    for (byte i = 0; i < ITEMS; i++) {
      mine.offer(new byte[] {i});
    }
    Recipes.check("the head is seen", yours.peek()[0] == 0);
    boolean ordered = true;
    for (byte i = 0; i < ITEMS; i++) {
      ordered &= yours.poll(Recipes.WAIT_SECONDS, TimeUnit.SECONDS)[0] == i;
    }
    Recipes.check("a simple queue keeps its order", ordered && yours.poll() == null);
  }

  private static void inOrder(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    Taker taker = new Taker();
    try (DistributedQueue<String> from =
            QueueBuilder.builder(one, null, new Texts(), path).buildQueue();
        DistributedQueue<String> to =
            QueueBuilder.builder(other, taker, new Texts(), path).buildQueue()) {
      from.start();
      to.start();
      for (int i = 0; i < ITEMS; i++) {
        from.put("item " + i);
      }
      boolean ordered = true;
      for (int i = 0; i < ITEMS; i++) {
        ordered &= Recipes.next(taker.items).equals("item " + i);
      }
      Recipes.check("a queue keeps its order", ordered);
    }
  }

  private static void withLocks(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    Taker taker = new Taker();
    try (DistributedQueue<String> from =
            QueueBuilder.builder(one, taker, new Texts(), path)
                .lockPath(path + "-locks")
                .buildQueue();
        DistributedQueue<String> to =
            QueueBuilder.builder(other, taker, new Texts(), path)
                .lockPath(path + "-locks")
                .buildQueue()) {
      from.start();
      to.start();
      for (int i = 0; i < ITEMS; i++) {
        from.put("item " + i);
      }
      for (int i = 0; i < ITEMS; i++) {
        Recipes.next(taker.items);
      }
      Recipes.check("every item is taken once", taker.items.isEmpty());
    }
  }

  private static void byPriority(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    Taker taker = new Taker();
    try (DistributedPriorityQueue<String> from =
        QueueBuilder.builder(one, null, new Texts(), path).buildPriorityQueue(0)) {
      from.start();
      from.put("late", 10);
      from.put("soon", 5);
      from.put("now", -1);
      Recipes.check("all are put", from.flushPuts(5, TimeUnit.SECONDS));
    }
    try (DistributedPriorityQueue<String> to =
        QueueBuilder.builder(other, taker, new Texts(), path).buildPriorityQueue(0)) {
      to.start();
      Recipes.check(
          "the urgent ones first",
          Recipes.next(taker.items).equals("now")
              && Recipes.next(taker.items).equals("soon")
              && Recipes.next(taker.items).equals("late"));
    }
  }

  private static void withIds(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    Taker taker = new Taker();
    try (DistributedIdQueue<String> from =
            QueueBuilder.builder(one, null, new Texts(), path).buildIdQueue();
        DistributedIdQueue<String> to =
            QueueBuilder.builder(other, taker, new Texts(), path).buildIdQueue()) {
      from.start();
      from.put("one", "1");
      from.put("two", "2");
      Recipes.await("an item is taken back", () -> from.remove("1") == 1);
      to.start();
      Recipes.check("the other one comes", Recipes.next(taker.items).equals("two"));
    }
  }

  private static void delayed(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    Taker taker = new Taker();
    try (DistributedDelayQueue<String> from =
            QueueBuilder.builder(one, null, new Texts(), path).buildDelayQueue();
        DistributedDelayQueue<String> to =
            QueueBuilder.builder(other, taker, new Texts(), path).buildDelayQueue()) {
      from.start();
      to.start();
      long dueMs = System.currentTimeMillis() + 300;
      from.put("patience", dueMs);
      Recipes.next(taker.items);
      Recipes.check("not before its time", System.currentTimeMillis() >= dueMs);
    }
  }

  private static final class Taker implements QueueConsumer<String> {
    final BlockingQueue<String> items = new LinkedBlockingQueue<>();

    @Override
    public void consumeMessage(String message) {
      items.add(message);
    }

    @Override
    public void stateChanged(CuratorFramework client, ConnectionState state) {}
  }

  private record Texts() implements QueueSerializer<String> {
    @Override
    public byte[] serialize(String item) {
      return item.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String deserialize(byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
