package io.castellan.server.metrics;

import java.util.concurrent.atomic.LongAdder;

/** A number that only grows, written and read by any thread. */
public final class SharedCounter implements Metric {
  private final String name;
  private final LongAdder count = new LongAdder();
  private volatile long countAtReset;

  SharedCounter(String name) {
    this.name = name;
  }

  /** One more. */
  public void increment() {
    count.increment();
  }

  /** So many more. */
  public void add(long more) {
    count.add(more);
  }

  /** How many there were since the last reset. */
  public long value() {
    return count.sum() - countAtReset;
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
    countAtReset = count.sum();
  }
}
