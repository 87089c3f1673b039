package io.castellan.server.metrics;

import java.util.function.LongSupplier;

/**
 * The told side of a number that only grows, whoever counts: its name, and where it stood at the
 * last reset. The counting side is never touched from here.
 */
final class Count implements Metric {
  private final String name;
  private final LongSupplier count;
  private volatile long countAtReset;

  Count(String name, LongSupplier count) {
    this.name = name;
    this.count = count;
  }

  /** How many there were since the last reset. */
  long value() {
    return count.getAsLong() - countAtReset;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public MetricReading.Value reading() {
    return new MetricReading.CounterValue(name, value());
  }

  @Override
  public void reset() {
    countAtReset = count.getAsLong();
  }
}
