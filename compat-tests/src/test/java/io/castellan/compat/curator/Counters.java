package io.castellan.compat.curator;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicInteger;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.shared.SharedCount;
import org.apache.curator.framework.recipes.shared.SharedCountListener;
import org.apache.curator.framework.recipes.shared.SharedCountReader;
import org.apache.curator.framework.recipes.shared.SharedValue;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryNTimes;

/** Numbers and values that several change. */
final class Counters implements Recipes.Kind {
  private static final int ADDITIONS = 25;

  @Override
  public void run(CuratorFramework one, CuratorFramework other, String root) throws Exception {
    shared(one, other, root + "/count");
    values(one, other, root + "/value");
    atomic(one, other, root + "/atomic");
  }

  private static void shared(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
    try (SharedCount mine = new SharedCount(one, path, 7);
        SharedCount yours = new SharedCount(other, path, 7)) {
      mine.start();
      yours.addListener(new Listener(seen));
      yours.start();
      Recipes.check("a count begins as its seed", yours.getCount() == 7);
      mine.setCount(8);
      Recipes.check("a listener is told", Recipes.next(seen) == 8);
      Recipes.await("the count is shared", () -> yours.getCount() == 8);
      Recipes.check("a count is tried", yours.trySetCount(yours.getVersionedValue(), 9));
      Recipes.await("what was tried is seen", () -> mine.getCount() == 9);
    }
  }

  private static void values(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    try (SharedValue mine = new SharedValue(one, path, new byte[] {1});
        SharedValue yours = new SharedValue(other, path, new byte[] {1})) {
      mine.start();
      yours.start();
      var old = yours.getVersionedValue();
      mine.setValue("new".getBytes(StandardCharsets.UTF_8));
      Recipes.await("a value is shared", () -> yours.getValue().length == 3);
      Recipes.check("an old version changes nothing", !yours.trySetValue(old, new byte[] {2}));
    }
  }

  private static void atomic(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    RetryNTimes retries = new RetryNTimes(100, 1);
    DistributedAtomicLong mine = new DistributedAtomicLong(one, path, retries);
    DistributedAtomicLong yours = new DistributedAtomicLong(other, path, retries);
    Thread adding =
        new Thread(
            () -> {
              for (int i = 0; i < ADDITIONS; i++) {
                add(mine);
              }
            });
    adding.start();
    for (int i = 0; i < ADDITIONS; i++) {
      add(yours);
    }
    adding.join();
    Recipes.check("no addition is lost", mine.get().postValue() == 2 * ADDITIONS);
    DistributedAtomicInteger small = new DistributedAtomicInteger(one, path + "-int", retries);
    Recipes.check("an integer is initialised once", small.initialize(3) && !small.initialize(4));
    Recipes.check("an integer is compared and set", small.compareAndSet(3, 5).succeeded());
  }

  private static void add(DistributedAtomicLong number) {
    try {
      if (!number.increment().succeeded()) {
        throw new IllegalStateException("an increment was given up");
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private record Listener(BlockingQueue<Integer> seen) implements SharedCountListener {
    @Override
    public void countHasChanged(SharedCountReader count, int value) {
      seen.add(value);
    }

    @Override
    public void stateChanged(CuratorFramework client, ConnectionState state) {}
  }
}
