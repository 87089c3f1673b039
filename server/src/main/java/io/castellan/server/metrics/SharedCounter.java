package io.castellan.server.metrics;

import java.util.concurrent.atomic.LongAdder;

/** A number that only grows, written and read by any thread. */
public final class SharedCounter {
  private final LongAdder count = new LongAdder();
  private final Count told;

  SharedCounter(String name) {
    told = new Count(name, count::sum);
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
    return told.value();
  }

  Metric told() {
    return told;
  }
}
