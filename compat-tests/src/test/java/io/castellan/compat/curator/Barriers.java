package io.castellan.compat.curator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.barriers.DistributedBarrier;
import org.apache.curator.framework.recipes.barriers.DistributedDoubleBarrier;

/** Everybody waits for one, or for all. */
final class Barriers implements Recipes.Kind {
  @Override
  public void run(CuratorFramework one, CuratorFramework other, String root) throws Exception {
    DistributedBarrier mine = new DistributedBarrier(one, root + "/single");
    DistributedBarrier yours = new DistributedBarrier(other, root + "/single");
    mine.setBarrier();
    Recipes.check("a barrier holds", !yours.waitOnBarrier(200, TimeUnit.MILLISECONDS));
    CompletableFuture<Boolean> passed = run(() -> yours.waitOnBarrier(10, TimeUnit.SECONDS));
    mine.removeBarrier();
    Recipes.check("a barrier lets pass", passed.get(10, TimeUnit.SECONDS));

    DistributedDoubleBarrier first = new DistributedDoubleBarrier(one, root + "/double", 2);
    DistributedDoubleBarrier second = new DistributedDoubleBarrier(other, root + "/double", 2);
    CompletableFuture<Boolean> entered = run(() -> first.enter(10, TimeUnit.SECONDS));
    Recipes.check("both enter", second.enter(10, TimeUnit.SECONDS) && entered.get());
    CompletableFuture<Boolean> left = run(() -> first.leave(10, TimeUnit.SECONDS));
    Recipes.check("both leave", second.leave(10, TimeUnit.SECONDS) && left.get());
  }

  /** Something that may throw anything. */
  private interface Step {
    boolean run() throws Exception;
  }

  private static CompletableFuture<Boolean> run(Step step) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return step.run();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
