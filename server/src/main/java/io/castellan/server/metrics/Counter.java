package io.castellan.server.metrics;

import java.util.concurrent.atomic.AtomicLong;

/** A number that only grows, written by the one thread that owns it, and read by any. */
public final class Counter {
  private final AtomicLong count = new AtomicLong();
  private final Count told;

  Counter(String name) {
    told = new Count(name, count::getOpaque);
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
    return told.value();
  }

  /** Count from nothing again. For any thread. */
  public void reset() {
    told.reset();
  }

  Metric told() {
    return told;
  }
}
