package io.castellan.server.zk.peer;

import java.util.concurrent.TimeUnit;

/**
 * For how long threads that have other things to do were held up by a lane that they had borrowed.
 * Whoever holds the lane says when; one other thread takes the sum. Waits that nobody notices do
 * not count, however many they are.
 */
final class HeldTime {
  private static final long NOTICED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long NOT_HELD = Long.MIN_VALUE;

  private volatile long sinceNanos = NOT_HELD;
  private volatile long totalNanos;
  private long takenNanos;

  /** What may take long begins. By the lane's holder. */
  void begin(long nowNanos) {
    sinceNanos = nowNanos;
  }

  /** It is over. By the lane's holder. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one holder at a time writes it
  void end(long nowNanos) {
    long tookNanos = nowNanos - sinceNanos;
    if (tookNanos >= NOTICED_NANOS) {
      totalNanos += tookNanos;
    }
    sinceNanos = NOT_HELD;
  }

  /** The time since this was last asked, what still lasts included, in nanoseconds. */
  long take(long nowNanos) {
    long total = totalNanos; // first: what ends in between is counted the next time
    long since = sinceNanos;
    if (since != NOT_HELD && nowNanos - since >= NOTICED_NANOS) {
      total += nowNanos - since;
    }
    long takenBefore = takenNanos;
    takenNanos = Math.max(total, takenBefore);
    return takenNanos - takenBefore;
  }
}
