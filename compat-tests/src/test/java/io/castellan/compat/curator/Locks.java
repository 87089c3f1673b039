package io.castellan.compat.curator;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.locks.InterProcessLock;
import org.apache.curator.framework.recipes.locks.InterProcessMultiLock;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.locks.InterProcessReadWriteLock;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreMutex;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreV2;
import org.apache.curator.framework.recipes.locks.Lease;

/** Everything that one holds and another waits for. */
final class Locks implements Recipes.Kind {
  private static final int ROUNDS = 10;
  private int unguarded;

  @Override
  public void run(CuratorFramework one, CuratorFramework other, String root) throws Exception {
    exclusive(
        "mutex",
        new InterProcessMutex(one, root + "/mutex"),
        new InterProcessMutex(other, root + "/mutex"));
    exclusive(
        "semaphore mutex",
        new InterProcessSemaphoreMutex(one, root + "/semaphore-mutex"),
        new InterProcessSemaphoreMutex(other, root + "/semaphore-mutex"));
    exclusive(
        "multi lock",
        new InterProcessMultiLock(one, List.of(root + "/m1", root + "/m2")),
        new InterProcessMultiLock(other, List.of(root + "/m2", root + "/m3")));
    readersAndWriters(one, other, root + "/rw");
    leases(one, other, root + "/leases");
    contention(one, other, root + "/contended");
  }

  private static boolean canHave(InterProcessLock lock) throws Exception {
    return lock.acquire(200, TimeUnit.MILLISECONDS);
  }

  private static void exclusive(String name, InterProcessLock mine, InterProcessLock yours)
      throws Exception {
    Recipes.check(name + " is had", canHave(mine));
    Recipes.check(name + " is had by one", !canHave(yours));
    mine.release();
    Recipes.check(name + " is passed on", canHave(yours));
    yours.release();
  }

  private static void readersAndWriters(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    InterProcessReadWriteLock mine = new InterProcessReadWriteLock(one, path);
    InterProcessReadWriteLock yours = new InterProcessReadWriteLock(other, path);
    Recipes.check("one reads", canHave(mine.readLock()));
    Recipes.check("two read", canHave(yours.readLock()));
    mine.readLock().release();
    Recipes.check("a reader keeps writers out", !canHave(mine.writeLock()));
    yours.readLock().release();
    Recipes.check("one writes", canHave(mine.writeLock()));
    Recipes.check("a writer keeps readers out", !canHave(yours.readLock()));
    Recipes.check("a writer may read", canHave(mine.readLock()));
    mine.readLock().release();
    mine.writeLock().release();
  }

  private static void leases(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    InterProcessSemaphoreV2 mine = new InterProcessSemaphoreV2(one, path, 2);
    InterProcessSemaphoreV2 yours = new InterProcessSemaphoreV2(other, path, 2);
    Lease first = mine.acquire();
    Lease second = yours.acquire();
    Recipes.check("two leases and no third", mine.acquire(200, TimeUnit.MILLISECONDS) == null);
    mine.returnLease(first);
    Recipes.check("a lease is free again", mine.acquire(5, TimeUnit.SECONDS) != null);
    yours.returnLease(second);
  }

  /** Counts in a plain field, which is right only as long as the lock is. */
  private void contention(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> all =
          List.of(
              () -> count(new InterProcessMutex(one, path)),
              () -> count(new InterProcessMutex(other, path)),
              () -> count(new InterProcessMutex(one, path)),
              () -> count(new InterProcessMutex(other, path)));
      for (var counted : threads.invokeAll(all)) {
        counted.get(60, TimeUnit.SECONDS);
      }
      Recipes.check("nobody was inside with another", unguarded == all.size() * ROUNDS);
    } finally {
      threads.shutdownNow();
    }
  }

  @SuppressWarnings("NonAtomicOperationOnVolatileField") // that is what the lock is for
  private boolean count(InterProcessMutex lock) throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      lock.acquire();
      try {
        int seen = unguarded;
        Thread.onSpinWait();
        unguarded = seen + 1;
      } finally {
        lock.release();
      }
    }
    return true;
  }
}
