package io.castellan.server.kafka.partition;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Holds one cleaner thread to a rate of bytes read and written. Looks at the rate a few times a
 * second, and makes the thread wait for as long as it was too fast; a stop ends the wait at once.
 * Owned by that thread, but for {@link #stop}.
 */
final class CleanerBrake {
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final double bytesPerSecond;
  private final LongSupplier nanoTime;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private long sinceNanos;
  private long bytes;

  /**
   * @param bytesPerSecond the rate; very large for no limit
   */
  CleanerBrake(double bytesPerSecond, LongSupplier nanoTime) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanoTime = nanoTime;
    this.sinceNanos = nanoTime.getAsLong();
  }

  /** Bytes were moved; returns when more may be, or the thread is to stop. */
  void onBytes(int count) {
    bytes += count;
    long now = nanoTime.getAsLong();
    long elapsed = now - sinceNanos;
    if (elapsed < INTERVAL_NANOS) {
      return;
    }
    double wantedNanos = bytes / bytesPerSecond * TimeUnit.SECONDS.toNanos(1);
    if (wantedNanos > elapsed) {
      await((long) Math.min(wantedNanos - elapsed, Long.MAX_VALUE));
    }
    sinceNanos = nanoTime.getAsLong();
    bytes = 0;
  }

  private void await(long nanos) {
    try {
      if (stopped.await(nanos, TimeUnit.NANOSECONDS)) {
        bytes = 0;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
    }
  }

  /** The thread is to stop. Any thread. */
  void stop() {
    stopped.countDown();
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }
}
