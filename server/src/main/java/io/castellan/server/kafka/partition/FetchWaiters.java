package io.castellan.server.kafka.partition;

import java.util.ArrayList;

/**
 * The fetches that wait for one partition to grow. Owned by the partition's lane.
 *
 * <p>A fetch over several partitions is woken by one of them and stays, done, in the lists of the
 * others. Telling them all would cost a task for each partition and fetch, so a list is swept
 * instead when it has doubled since the last sweep: never more than half of it, plus a few, is
 * dead.
 */
final class FetchWaiters {
  private static final int SMALLEST_SWEEP = 16;

  private final ArrayList<FetchWait> waits = new ArrayList<>();
  private int sweepAt = SMALLEST_SWEEP;

  /** Add a fetch; it is woken at once when the partition has grown since it read. */
  void add(FetchWait wait) {
    wait.wakeIfSatisfied();
    if (wait.isDone()) {
      return;
    }
    if (waits.size() >= sweepAt) {
      sweep();
    }
    waits.add(wait);
  }

  /** There is more to read: wake those that have enough now. */
  void onProgress() {
    if (waits.isEmpty()) {
      return;
    }
    for (int i = 0; i < waits.size(); i++) {
      FetchWait wait = waits.get(i);
      if (!wait.isDone()) {
        wait.wakeIfSatisfied();
      }
    }
    sweep();
  }

  /** What the partition answers has changed in kind (leadership, an error): wake everybody. */
  void wakeAll() {
    waits.forEach(FetchWait::wake);
    waits.clear();
    sweepAt = SMALLEST_SWEEP;
  }

  /** How many fetches stand in the list, the done ones included. */
  int size() {
    return waits.size();
  }

  private void sweep() {
    waits.removeIf(FetchWait::isDone);
    sweepAt = Math.max(SMALLEST_SWEEP, 2 * waits.size());
  }
}
