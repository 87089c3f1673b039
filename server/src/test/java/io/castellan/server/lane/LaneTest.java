package io.castellan.server.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LaneTest {
  private final ManualClock clock = new ManualClock();
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

  private Lane lane(int capacity) {
    return new Lane("test", capacity, clock, (lane, broken) -> failure.complete(broken));
  }

  @Test
  void runsTasksInOrderAndHooksOnceAfterThem() {
    Lane lane = lane(8);
    List<String> ran = new ArrayList<>();
    lane.onDrained(() -> ran.add("force"));
    lane.execute(() -> ran.add("a"));
    lane.execute(() -> ran.add("b"));

    assertEquals(2, lane.runOnce());

    assertEquals(List.of("a", "b", "force"), ran);
    assertEquals(0, lane.runOnce(), "an idle lane runs no hooks");
    assertEquals(3, ran.size());
  }

  @Test
  void refusesNewWorkWhenFullAndCountsItButTakesCompletions() {
    Lane lane = lane(1);
    assertTrue(lane.tryExecute(() -> {}));

    assertFalse(lane.tryExecute(() -> {}));
    lane.execute(() -> {});

    assertEquals(1, lane.refusedCount());
    assertEquals(2, lane.depth());
  }

  @Test
  void runsTimersWhenDueInOrderOfDeadline() {
    Lane lane = lane(8);
    List<String> ran = new ArrayList<>();
    lane.schedule(20, () -> ran.add("late"));
    lane.schedule(10, () -> ran.add("early"));
    Timer cancelled = lane.schedule(5, () -> ran.add("cancelled"));
    cancelled.cancel();

    lane.runOnce();
    assertEquals(List.of(), ran);
    clock.advanceMs(15);
    lane.runOnce();
    assertEquals(List.of("early"), ran);
    clock.advanceMs(15);
    lane.runOnce();
    assertEquals(List.of("early", "late"), ran);
  }

  @Test
  void wakesForWorkFromManyThreadsAndLosesNone() throws Exception {
    Lane lane = new Lane("test", 1_000_000, Clock.SYSTEM, (l, broken) -> failure.complete(broken));
    lane.start();
    int perThread = 20_000;
    CountDownLatch ran = new CountDownLatch(4 * perThread);
    List<Thread> producers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread producer =
          new Thread(
              () -> {
                for (int n = 0; n < perThread; n++) {
                  lane.execute(ran::countDown);
                }
              });
      producer.start();
      producers.add(producer);
    }
    assertTrue(ran.await(30, TimeUnit.SECONDS), "left: " + ran.getCount());
    for (Thread producer : producers) {
      producer.join();
    }
    lane.close();
    assertFalse(failure.isDone());
  }

  @Test
  void runsWhatWasPutInWithoutAWakeUpOnceItIsWoken() throws Exception {
    Lane lane = new Lane("test", 8, Clock.SYSTEM, (l, broken) -> failure.complete(broken));
    lane.start();
    for (int round = 0; round < 1000; round++) {
      CountDownLatch ran = new CountDownLatch(3);
      lane.enqueue(ran::countDown);
      lane.enqueue(ran::countDown);
      lane.enqueue(ran::countDown);
      lane.wake();
      assertTrue(ran.await(30, TimeUnit.SECONDS), "round " + round + " left: " + ran.getCount());
    }
    lane.close();
  }

  @Test
  void runsWhatIsQueuedBeforeItCloses() throws Exception {
    Lane lane = new Lane("test", 8, Clock.SYSTEM, (l, broken) -> failure.complete(broken));
    CountDownLatch ran = new CountDownLatch(1);
    lane.start();
    lane.execute(ran::countDown);
    lane.close();
    assertEquals(0, ran.getCount());
    assertFalse(lane.tryExecute(() -> {}));
  }

  @Test
  void stopsAndTellsWhenATaskBreaksAnInvariant() throws Exception {
    Lane lane = new Lane("test", 8, Clock.SYSTEM, (l, broken) -> failure.complete(broken));
    lane.start();
    lane.execute(
        () -> {
          throw new IllegalStateException("broken");
        });
    assertInstanceOf(IllegalStateException.class, failure.get(10, TimeUnit.SECONDS));
    assertFalse(lane.tryExecute(() -> {}));
  }

  @Test
  void refusesCallersThatAreNotItsThread() {
    Lane lane = new Lane("test", 8, Clock.SYSTEM, (l, broken) -> failure.complete(broken));
    lane.start();
    assertThrows(IllegalStateException.class, lane::assertOwner);
    lane.close();
  }

  @Test
  void runsWorkOnTheCallersThreadWhenIdle() throws Exception {
    Lane lane = new Lane("test", 8, Clock.SYSTEM, (l, broken) -> failure.complete(broken));
    lane.start();
    awaitIdle(lane);
    List<String> ran = new ArrayList<>();
    lane.executeHere(
        () -> {
          lane.assertOwner();
          ran.add(Thread.currentThread().getName());
          lane.executeHere(() -> ran.add("queued behind"));
          ran.add("first to its end");
        });
    assertEquals(
        List.of(Thread.currentThread().getName(), "first to its end", "queued behind"), ran);
    assertFalse(lane.isOwner());
    lane.close();
    assertFalse(failure.isDone());
  }

  @Test
  void runsOneTaskAtATimeWhoeverHoldsIt() throws Exception {
    Lane lane = new Lane("test", 1_000_000, Clock.SYSTEM, (l, broken) -> failure.complete(broken));
    lane.start();
    int perThread = 20_000;
    int threads = 4;
    long[] counts = new long[threads + 1]; // without any synchronization of its own
    int[] drains = {0};
    lane.execute(() -> lane.onDrained(() -> drains[0]++));
    CountDownLatch ran = new CountDownLatch(threads * perThread);
    List<Thread> producers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int mine = i;
      Thread producer =
          new Thread(
              () -> {
                for (int n = 0; n < perThread; n++) {
                  int expected = n;
                  Runnable task =
                      () -> {
                        if (counts[mine] != expected) {
                          throw new IllegalStateException(counts[mine] + " before " + expected);
                        }
                        counts[mine]++;
                        counts[threads]++;
                        ran.countDown();
                      };
                  if (n % 3 == 0) {
                    lane.execute(task);
                  } else {
                    lane.executeHere(task);
                  }
                }
              });
      producer.start();
      producers.add(producer);
    }
    assertTrue(ran.await(30, TimeUnit.SECONDS), "left: " + ran.getCount());
    for (Thread producer : producers) {
      producer.join();
    }
    lane.close();
    assertFalse(failure.isDone());
    assertEquals((long) threads * perThread, counts[threads]);
    assertTrue(drains[0] > 0);
  }

  @Test
  void tellsTasksWhereTheirBorrowerGoesOnAndNobodyElse() throws Exception {
    Lane lane = new Lane("test", 8, Clock.SYSTEM, (l, broken) -> failure.complete(broken));
    lane.start();
    awaitIdle(lane);
    Executor mine = Runnable::run;
    List<Optional<Executor>> told = new ArrayList<>();
    lane.executeHere(() -> told.add(Optional.ofNullable(lane.borrowerLater())), mine);
    lane.executeHere(() -> told.add(Optional.ofNullable(lane.borrowerLater())));
    assertEquals(List.of(Optional.of(mine), Optional.empty()), told);
    CompletableFuture<Optional<Executor>> own = new CompletableFuture<>();
    lane.execute(() -> own.complete(Optional.ofNullable(lane.borrowerLater())));
    assertEquals(Optional.empty(), own.get(10, TimeUnit.SECONDS));
    lane.close();
    assertFalse(failure.isDone());
  }

  @Test
  void aBorrowerRunsWhatComesMeanwhileAndWakesNobody() throws Exception {
    Lane lane = new Lane("test", 8, Clock.SYSTEM, (l, broken) -> failure.complete(broken));
    List<String> ran = new ArrayList<>();
    lane.onDrained(
        () -> {
          if (!ran.isEmpty() && ran.size() < 3) {
            lane.execute(() -> ran.add(Thread.currentThread().getName()));
          }
        });
    lane.start();
    awaitIdle(lane);
    lane.executeHere(() -> ran.add(Thread.currentThread().getName()));
    assertEquals(Collections.nCopies(3, Thread.currentThread().getName()), ran);
    lane.close();
    assertFalse(failure.isDone());
  }

  @Test
  void keepsTimersThatABorrowerSets() throws Exception {
    Lane lane = new Lane("test", 8, Clock.SYSTEM, (l, broken) -> failure.complete(broken));
    lane.start();
    CompletableFuture<String> far = new CompletableFuture<>();
    CompletableFuture<String> near = new CompletableFuture<>();
    lane.execute(() -> lane.schedule(3_600_000, () -> far.complete("too early")));
    awaitIdle(lane);
    lane.executeHere(() -> lane.schedule(1, () -> near.complete(Thread.currentThread().getName())));
    assertEquals("test", near.get(10, TimeUnit.SECONDS));
    assertFalse(far.isDone());
    lane.close();
  }

  @Test
  void leavesABorrowerAloneWithTheFailureOfATask() throws Exception {
    Lane lane = new Lane("test", 8, Clock.SYSTEM, (l, broken) -> failure.complete(broken));
    lane.start();
    awaitIdle(lane);
    lane.executeHere(
        () -> {
          throw new IllegalStateException("broken");
        });
    assertInstanceOf(IllegalStateException.class, failure.get(10, TimeUnit.SECONDS));
    assertFalse(lane.tryExecute(() -> {}));
    List<String> ran = new ArrayList<>();
    lane.executeHere(() -> ran.add("after the failure"));
    lane.close();
    assertEquals(List.of(), ran);
  }

  /** Until the lane's thread has nothing left to do; what it runs then it runs for a borrower. */
  private static void awaitIdle(Lane lane) throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    lane.execute(ran::countDown);
    assertTrue(ran.await(10, TimeUnit.SECONDS));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!lane.isIdle()) {
      assertTrue(System.nanoTime() < deadline, "the lane is never idle");
      Thread.onSpinWait();
    }
  }
}
