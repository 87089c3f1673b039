package io.castellan.server.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
          burst.execute(i % 3 == 0 ? first : second, ran::countDown);
        }
        burst.end();
        burst.execute(first, ran::countDown);
        burst.execute(second, ran::countDown);
        ran.await(30, TimeUnit.SECONDS);
        assertEquals(0, ran.getCount());
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
