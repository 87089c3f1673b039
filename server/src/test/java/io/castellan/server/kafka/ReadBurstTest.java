package io.castellan.server.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReadBurstTest {
  @Test
  void everyTaskRunsWithinABurstAfterItAndOutsideOfOne() throws Exception {
    ReadBurst burst = new ReadBurst();
    try (Lane first = lane("first");
        Lane second = lane("second")) {
      for (int round = 0; round < 200; round++) {
        CountDownLatch ran = new CountDownLatch(100);
        burst.begin();
        for (int i = 0; i < 98; i++) {
          burst.execute(i % 3 == 0 ? first : second, ran::countDown, true);
        }
        burst.end();
        burst.execute(first, ran::countDown, true);
        burst.execute(second, ran::countDown, false);
        ran.await(30, TimeUnit.SECONDS);
        assertEquals(0, ran.getCount());
      }
    }
  }

  @Test
  void anIdleLanesTasksRunOnTheEventLoopUnlessTheyMayTakeLong() {
    ReadBurst burst = new ReadBurst();
    AtomicReference<Thread> ranOn = new AtomicReference<>();
    try (Lane lane = lane("lent")) {
      long until = System.nanoTime() + 30_000_000_000L;
      while (ranOn.get() != Thread.currentThread()) { // its thread may still be on its way to sleep
        assertTrue(System.nanoTime() < until, "never lent");
        burst.begin();
        burst.execute(lane, () -> ranOn.set(Thread.currentThread()), true);
        burst.end();
      }
      for (int round = 0; round < 100; round++) {
        CompletableFuture<Thread> slow = new CompletableFuture<>();
        burst.begin();
        burst.execute(lane, () -> {}, true);
        burst.execute(lane, () -> slow.complete(Thread.currentThread()), false);
        burst.end();
        assertNotEquals(Thread.currentThread(), slow.join());
      }
    }
  }

  private static Lane lane(String name) {
    Lane lane =
        new Lane(
            name,
            1000,
            Clock.SYSTEM,
            (failed, why) -> {
              throw new AssertionError(why);
            });
    lane.start();
    return lane;
  }
}
