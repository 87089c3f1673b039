package io.castellan.server.kafka.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.lane.Lane;
import io.castellan.server.lane.ManualClock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FetchWaitTest {
  private final ManualClock clock = new ManualClock();
  private final Lane laneOne = new Lane("storage-1", 100, clock, (l, e) -> {});
  private final Lane laneTwo = new Lane("storage-2", 100, clock, (l, e) -> {});
  private final Source first = new Source(laneOne);
  private final Source second = new Source(laneTwo);
  private final AtomicInteger woken = new AtomicInteger();
  private boolean undecided;

  @Test
  void addsUpWhatItsPartitionsGrowByOnDifferentLanes() {
    start(100, -1);

    first.grow(60);
    assertEquals(0, woken.get());
    second.grow(39);
    assertEquals(0, woken.get());
    second.grow(1);
    assertEquals(1, woken.get());
    first.grow(1000);
    assertEquals(1, woken.get(), "a fetch is answered once");
  }

  @Test
  void seesWhatWasAppendedBetweenItsReadAndItsRegistration() {
    FetchWait wait = fetch(1, -1);
    first.grow(10); // the lane has no waiter yet
    wait.start();
    assertEquals(0, woken.get());
    laneOne.runOnce();
    assertEquals(1, woken.get());
  }

  @Test
  void readersOfCommittedRecordsWaitForTheLastStableOffset() {
    start(1, 0);
    first.grow(500);
    assertEquals(0, woken.get());
    first.stable = 7;
    first.waiters.onProgress();
    assertEquals(1, woken.get());
  }

  @Test
  void theEndOfATransactionFreesWhatWasAppendedBeforeTheRead() {
    undecided = true;
    start(1000, 0);
    first.stable = 500;
    first.grow(78); // its marker
    assertEquals(1, woken.get());
  }

  @Test
  void aCancelledFetchIsNeverWoken() {
    FetchWait wait = start(1, -1);
    wait.cancel();
    first.grow(10);
    wait.wake();
    assertEquals(0, woken.get());
  }

  @Test
  void idlePartitionsDoNotCollectTheFetchesThatOthersWoke() {
    for (int i = 0; i < 10_000; i++) {
      start(1, -1);
      first.grow(1);
    }
    assertEquals(10_000, woken.get());
    assertTrue(second.waiters.size() <= 64, () -> "size: " + second.waiters.size());
  }

  @Test
  void aChangeOfLeaderWakesEverybody() {
    start(1_000_000, -1);
    second.waiters.wakeAll();
    assertEquals(1, woken.get());
  }

  private FetchWait start(long missingBytes, long stableOffset) {
    FetchWait wait = fetch(missingBytes, stableOffset);
    wait.start();
    laneOne.runOnce();
    laneTwo.runOnce();
    return wait;
  }

  private FetchWait fetch(long missingBytes, long stableOffset) {
    return new FetchWait(
        missingBytes,
        List.of(
            new FetchWait.Watch(first, first.readable, stableOffset, undecided),
            new FetchWait.Watch(second, second.readable, stableOffset, undecided)),
        woken::incrementAndGet);
  }

  private static final class Source implements FetchSource {
    private final Lane lane;
    private final FetchWaiters waiters = new FetchWaiters();
    private long readable;
    private long stable;

    Source(Lane lane) {
      this.lane = lane;
    }

    void grow(long bytes) {
      readable += bytes;
      waiters.onProgress();
    }

    @Override
    public Lane lane() {
      return lane;
    }

    @Override
    public long readableBytes() {
      return readable;
    }

    @Override
    public long lastStableOffset() {
      return stable;
    }

    @Override
    public void onWait(FetchWait wait) {
      waiters.add(wait);
    }
  }
}
