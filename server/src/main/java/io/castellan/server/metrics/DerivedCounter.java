package io.castellan.server.metrics;

import java.util.function.LongSupplier;

/** A number that only grows and that somebody else counts already. */
final class DerivedCounter implements Metric {
  private final String name;
  private final LongSupplier count;
  private volatile long countAtReset;

  DerivedCounter(String name, LongSupplier count) {
    this.name = name;
    this.count = count;
  }

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
