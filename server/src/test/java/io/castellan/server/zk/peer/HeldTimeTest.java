package io.castellan.server.zk.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeldTimeTest {
  private final HeldTime held = new HeldTime();

  @Test
  void countsALongWaitOnceThoughItIsAskedMeanwhile() {
    held.begin(ms(1000));
    assertEquals(ms(2000), held.take(ms(3000)));
    assertEquals(ms(2000), held.take(ms(5000)));
    held.end(ms(6000));
    assertEquals(ms(1000), held.take(ms(9000)));
    assertEquals(0, held.take(ms(9000)));
  }

  @Test
  void passesOverManyShortWaits() {
    for (long at = 0; at < 10_000; at += 100) {
      held.begin(ms(at));
      held.end(ms(at + 99));
    }
    assertEquals(0, held.take(ms(10_000)));
    held.begin(ms(10_000));
    assertEquals(0, held.take(ms(10_050)));
  }

  private static long ms(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
