package io.castellan.server.kafka.replica;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplicasTest {
  private static final long NOW = 1_000_000;
  private static final long LIMIT = 30_000;

  private final Replicas replicas = new Replicas(1, LIMIT, Membership.ALL);

  @BeforeEach
  void leadAlone() {
    lead(5, 7, List.of(1));
  }

  @Test
  void waitsForAReplicaThatMayHaveBeenLetIn() {
    replicas.onFetch(2, 10, 0, -1, 20, NOW);
    IsrChange asked = requireNonNull(replicas.expansion(2, 10));
    assertEquals(List.of(1, 2), asked.isr());
    assertEquals(7, asked.partitionEpoch());

    long later = NOW + 2 * LIMIT; // it does not count as about to join any more
    assertEquals(10, replicas.highWatermark(10, 20, 1, later));
    assertTrue(replicas.onRefused(asked));
    assertEquals(20, replicas.highWatermark(10, 20, 1, later));
  }

  @Test
  void believesNoRefusalWhileAnEarlierRequestCanArrive() {
    replicas.onFetch(2, 10, 0, -1, 20, NOW);
    IsrChange asked = requireNonNull(replicas.expansion(2, 10));
    assertEquals(asked, replicas.again());

    assertFalse(replicas.onRefused(asked));
    assertEquals(10, replicas.highWatermark(10, 20, 1, NOW + 2 * LIMIT));
    assertTrue(replicas.onWritten(5, List.of(1, 2), 8));
    assertEquals(List.of(1, 2), replicas.isr());
  }

  @Test
  void takesNoLateAnswerForThatToTheNextChange() {
    replicas.onFetch(2, 10, 0, -1, 10, NOW);
    replicas.onFetch(3, 10, 0, -1, 10, NOW);
    requireNonNull(replicas.expansion(2, 10));
    replicas.again();
    assertTrue(replicas.onWritten(5, List.of(1, 2), 8));
    requireNonNull(replicas.expansion(3, 10));

    assertFalse(replicas.onWritten(5, List.of(1, 2), 8));
    assertEquals(10, replicas.highWatermark(10, 12, 1, NOW + 2 * LIMIT), "3 may be in sync");
  }

  @Test
  void forgetsFollowersWhenAnotherMayHaveLedMeanwhile() {
    lead(6, 8, List.of(1, 2));
    replicas.onFetch(2, 10, 0, -1, 10, NOW);
    assertEquals(10, replicas.highWatermark(0, 10, 1, NOW));
    lead(7, 9, List.of(1, 2));
    assertEquals(10, replicas.highWatermark(0, 10, 1, NOW), "nobody else led");
    lead(9, 11, List.of(1, 2));
    assertEquals(0, replicas.highWatermark(0, 10, 1, NOW), "epoch 8 may have been another's");
  }

  @Test
  void holdsTheHighWatermarkWhileTooFewAreInSync() {
    assertEquals(3, replicas.highWatermark(3, 10, 2, NOW));
    assertEquals(10, replicas.highWatermark(3, 10, 1, NOW));
  }

  @Test
  void asksOutWhoHasNotCaughtUpForTooLong() {
    lead(6, 8, List.of(1, 2, 3));
    replicas.onFetch(2, 10, 0, -1, 10, NOW);
    replicas.onFetch(3, 4, 0, -1, 10, NOW);
    assertNull(replicas.shrinkage(10, NOW + LIMIT));
    assertEquals(List.of(1, 2), requireNonNull(replicas.shrinkage(10, NOW + LIMIT + 1)).isr());
    assertNull(replicas.shrinkage(10, NOW + LIMIT + 2), "one change at a time");
    assertEquals(4, replicas.highWatermark(0, 10, 1, NOW + LIMIT + 2), "still in sync until then");
  }

  @Test
  void hasNothingForABrokerWithoutAReplica() {
    assertFalse(replicas.onFetch(9, 0, 0, -1, 0, NOW));
  }

  private void lead(int leaderEpoch, int partitionEpoch, List<Integer> isr) {
    replicas.onLeadership(
        new Leadership(leaderEpoch, partitionEpoch, isr, List.of(1, 2, 3), 0), 10, NOW);
  }
}
