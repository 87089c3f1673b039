package io.castellan.server.zk.peer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ForcePaceTest {
  private static final long QUICK = ForcePace.QUICK_NANOS / 4;

  private final ForcePace pace = new ForcePace();
  private long nowNanos = Long.MAX_VALUE - 1_000_000; // a monotonic clock may overflow

  @Test
  void saysNothingOfADiskBeforeItHasSeenItWork() {
    for (int i = 0; i < ForcePace.FIRST_COUNT; i++) {
      assertFalse(pace.isQuick());
      force(QUICK);
    }
    assertTrue(pace.isQuick());
  }

  @Test
  void aDiskThatTakesLongOnAverageIsNotQuick() {
    forceOften(2 * ForcePace.QUICK_NANOS);
    assertFalse(pace.isQuick());
    forceOften(QUICK);
    assertTrue(pace.isQuick());
    forceOften(2 * ForcePace.QUICK_NANOS);
    assertFalse(pace.isQuick());
  }

  @Test
  void slowForcesAreRememberedForAThousandTimesTheirTime() {
    forceOften(QUICK);
    force(20 * ForcePace.SLOW_NANOS);
    force(ForcePace.SLOW_NANOS);
    forceOften(QUICK);
    assertFalse(pace.isQuick());
    nowNanos += ForcePace.DOUBT_FACTOR * 20 * ForcePace.SLOW_NANOS;
    force(QUICK);
    assertTrue(pace.isQuick());
  }

  private void forceOften(long tookNanos) {
    for (int i = 0; i < 200; i++) {
      force(tookNanos);
    }
  }

  private void force(long tookNanos) {
    nowNanos += tookNanos;
    pace.onForced(tookNanos, nowNanos);
  }
}
