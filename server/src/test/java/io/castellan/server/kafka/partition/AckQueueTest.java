package io.castellan.server.kafka.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.lane.Lane;
import io.castellan.server.lane.ManualClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AckQueueTest {
  private final ManualClock clock = new ManualClock();
  private final Lane lane = new Lane("storage-test", 100, clock, (l, e) -> {});
  private final AckQueue acks = new AckQueue(lane);
  private final List<String> answers = new ArrayList<>();

  @Test
  void answersAnAppendWhenTheHighWatermarkPassesItsLastRecord() {
    await("a", 10, 1000);
    await("b", 20, 1000);

    acks.onHighWatermark(9, ErrorCode.NONE);
    assertEquals(List.of(), answers);
    acks.onHighWatermark(10, ErrorCode.NONE);
    assertEquals(List.of("a NONE"), answers);
    acks.onHighWatermark(25, ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND);
    assertEquals(List.of("a NONE", "b NOT_ENOUGH_REPLICAS_AFTER_APPEND"), answers);
    assertEquals(0, acks.size());
  }

  @Test
  void answersAnAppendThatWaitedTooLongOnceOnly() {
    await("slow", 10, 500);
    await("patient", 20, 2000);

    clock.advanceMs(499);
    lane.runOnce();
    assertEquals(List.of(), answers);
    clock.advanceMs(1);
    lane.runOnce();
    assertEquals(List.of("slow REQUEST_TIMED_OUT"), answers);
    acks.onHighWatermark(20, ErrorCode.NONE);
    assertEquals(List.of("slow REQUEST_TIMED_OUT", "patient NONE"), answers);
    clock.advanceMs(5000);
    lane.runOnce();
    assertEquals(2, answers.size());
  }

  @Test
  void failsEverybodyWhenTheLeaderIsNoLongerOne() {
    await("a", 10, 1000);
    await("b", 20, 1000);

    acks.failAll(ErrorCode.NOT_LEADER_OR_FOLLOWER);

    assertEquals(List.of("a NOT_LEADER_OR_FOLLOWER", "b NOT_LEADER_OR_FOLLOWER"), answers);
    clock.advanceMs(2000);
    lane.runOnce();
    assertEquals(2, answers.size());
  }

  private void await(String name, long required, int timeoutMs) {
    acks.await(required, timeoutMs, error -> answers.add(name + " " + error.name()));
  }
}
