package io.castellan.compat.harness;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, never for a time. */
public final class Waiting {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Waiting() {}

  /** Something that may not hold yet, or not answer yet. */
  @FunctionalInterface
  public interface Condition {
    /** Whether it holds; an exception counts as not yet, and is named if the deadline passes. */
    boolean holds() throws Exception;
  }

  /**
   * Returns as soon as {@code condition} holds.
   *
   * @throws IllegalStateException if it does not within {@code limit}: names {@code what} and the
   *     last exception
   */
  public static void until(String what, Duration limit, Condition condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    Exception last = null;
    do {
      try {
        if (condition.holds()) {
          return;
        }
        last = null;
      } catch (Exception e) {
        last = e;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    } while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted());
    throw new IllegalStateException("not within " + limit.toMillis() + " ms: " + what, last);
  }
}
