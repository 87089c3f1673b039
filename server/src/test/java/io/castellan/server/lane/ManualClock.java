package io.castellan.server.lane;

import java.util.concurrent.TimeUnit;

/** A clock that a test moves. */
public final class ManualClock implements Clock {
  private long nanos;
  private long wallOriginMs = 1_700_000_000_000L;

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public long wallClockMs() {
    return wallOriginMs + TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  /** Let time pass. */
  public void advanceMs(long ms) {
    nanos += TimeUnit.MILLISECONDS.toNanos(ms);
  }

  /** Set the wall clock forward or back without any time passing. */
  public void jumpWallClockMs(long ms) {
    wallOriginMs += ms;
  }
}
