package io.castellan.server.lane;

/** The two times of the world, handed in so that tests and simulations can make their own. */
public interface Clock {

  /** The clock of the machine. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public long wallClockMs() {
          return System.currentTimeMillis();
        }
      };

  /** Monotonic nanoseconds with an arbitrary origin: for durations and deadlines. */
  long nanoTime();

  /** Milliseconds since 1970 UTC, which may jump: for what is stored or shown. */
  long wallClockMs();

  /** Monotonic milliseconds with an arbitrary origin. */
  default long monotonicMs() {
    return nanoTime() / 1_000_000;
  }
}
