package io.castellan.server.kafka.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RecoveryTest {
  @Test
  void saysHowFastItGoesAndHowLongTheRestTakes() {
    assertEquals("done=50 of=200 perSecond=10 secondsLeft=15", Recovery.progress(50, 200, 5_000));
    assertEquals("done=0 of=200", Recovery.progress(0, 200, 5_000));
    assertEquals("done=200 of=200 perSecond=40 secondsLeft=0", Recovery.progress(200, 200, 5_000));
  }
}
