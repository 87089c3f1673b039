package io.castellan.server.zk.admin;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Lets something happen once in an interval. For any thread. */
final class RateLimit {
  private static final long NEVER = Long.MIN_VALUE;

  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private final AtomicLong lastNanos = new AtomicLong(NEVER);

  /**
   * @param nanoTime a monotonic clock
   */
  RateLimit(long intervalNanos, LongSupplier nanoTime) {
    this.intervalNanos = intervalNanos;
    this.nanoTime = nanoTime;
  }

  /** Whether it may happen now; then it counts as having happened. */
  boolean tryTake() {
    long last = lastNanos.get();
    long now = nanoTime.getAsLong();
    return (last == NEVER || now - last >= intervalNanos) && lastNanos.compareAndSet(last, now);
  }
}
