package io.castellan.compat.curator;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListenerAdapter;

/** One leader at a time: the latch that is held, and the selector that takes turns. */
final class Elections implements Recipes.Kind {
  @Override
  public void run(CuratorFramework one, CuratorFramework other, String root) throws Exception {
    latch(one, other, root + "/latch");
    selector(one, other, root + "/selector");
  }

  private static void latch(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    LeaderLatch first = new LeaderLatch(one, path, "first");
    try (LeaderLatch second = new LeaderLatch(other, path, "second")) {
      first.start();
      Recipes.check("the first leads", first.await(Recipes.WAIT_SECONDS, TimeUnit.SECONDS));
      second.start();
      Recipes.await("both take part", () -> second.getParticipants().size() == 2);
      Recipes.check("the second does not lead", !second.hasLeadership());
      Recipes.check("the leader is known", second.getLeader().getId().equals("first"));
      first.close(LeaderLatch.CloseMode.NOTIFY_LEADER);
      Recipes.check("the second leads", second.await(Recipes.WAIT_SECONDS, TimeUnit.SECONDS));
    }
  }

  private static void selector(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    Set<String> led = ConcurrentHashMap.newKeySet();
    Turns turns = new Turns(led);
    try (LeaderSelector first = new LeaderSelector(one, path, turns);
        LeaderSelector second = new LeaderSelector(other, path, turns)) {
      first.setId("first");
      second.setId("second");
      first.autoRequeue();
      second.autoRequeue();
      first.start();
      second.start();
      Recipes.await("both have had their turn", () -> led.size() == 2);
    }
    Recipes.check("never two at once", !turns.overlapped);
  }

  /** Leads for a moment, and sees whether another does. */
  private static final class Turns extends LeaderSelectorListenerAdapter {
    private final Set<String> led;
    private volatile int leaders;
    volatile boolean overlapped;

    Turns(Set<String> led) {
      this.led = led;
    }

    @Override
    public void takeLeadership(CuratorFramework client) throws InterruptedException {
      change(1);
      led.add(Long.toString(System.identityHashCode(client)));
      TimeUnit.MILLISECONDS.sleep(20);
      change(-1);
    }

    private synchronized void change(int by) {
      leaders += by;
      overlapped |= leaders > 1;
    }
  }
}
