package io.castellan.server.zk.peer;

/**
 * Whether the log's disk is so quick that forcing it takes less time than handing that over to
 * another thread and back. Told by whoever holds the txnlog lane; {@link #isQuick} is for any
 * thread.
 *
 * <p>Whoever forces in passing has others waiting, who want nothing of the disk. So a force that
 * takes long is remembered for a thousand times as long: they wait for slow ones during a
 * thousandth of the time at most.
 */
final class ForcePace {
  /** About what two wake-ups of threads and the system calls for them cost. */
  static final long QUICK_NANOS = 200_000;

  /** A force that takes as long as this is a slow one. */
  static final long SLOW_NANOS = 1_000_000;

  static final long DOUBT_FACTOR = 1000;

  /** How many forces are watched before anything is said. */
  static final int FIRST_COUNT = 32;

  private static final int WEIGHT = 16;

  private int seen;
  private long averageNanos;
  private long doubtUntilNanos;
  private boolean doubted;
  private volatile boolean quick;

  /** Whether a force is expected to take next to no time. */
  boolean isQuick() {
    return quick;
  }

  /**
   * The log was forced.
   *
   * @param tookNanos how long it took
   * @param nowNanos the monotonic clock
   */
  void onForced(long tookNanos, long nowNanos) {
    seen = Math.min(seen + 1, FIRST_COUNT);
    averageNanos += (Math.min(tookNanos, SLOW_NANOS) - averageNanos) / WEIGHT;
    if (doubted && nowNanos - doubtUntilNanos >= 0) {
      doubted = false;
    }
    if (tookNanos >= SLOW_NANOS) {
      long until = nowNanos + DOUBT_FACTOR * tookNanos;
      doubtUntilNanos = doubted && doubtUntilNanos - until > 0 ? doubtUntilNanos : until;
      doubted = true;
    }
    boolean now = seen == FIRST_COUNT && !doubted && averageNanos <= QUICK_NANOS;
    if (now != quick) {
      quick = now;
    }
  }
}
