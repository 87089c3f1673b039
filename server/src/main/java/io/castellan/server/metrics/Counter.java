package io.castellan.server.metrics;

import java.util.concurrent.atomic.AtomicLong;

/** A number that only grows, written by the one thread that owns it, and read by any. */
public final class Counter implements Metric {
  private final String name;
  private final AtomicLong count = new AtomicLong();
  private volatile long countAtReset;

  Counter(String name) {
    this.name = name;
  }

  /** One more. By the owner. */
  public void increment() {
    add(1);
  }

  /** So many more. By the owner. */
  public void add(long more) {
    count.setOpaque(count.getPlain() + more);
  }

  /** How many there were since the last reset. */
  public long value() {
    return count.getOpaque() - countAtReset;
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
    countAtReset = count.getOpaque();
  }
}
