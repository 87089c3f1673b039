package io.castellan.server.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How large something was: how often, the smallest, the largest, the mean, and percentiles. Written
 * by the one thread that owns it, and read by any.
 *
 * <p>All numbers stand in one array: the four below, then a bucket for each size. A reader may see
 * one of them a moment before the others.
 */
public final class Summary implements Metric {
  /** What of it is told in the texts that tell either. */
  public enum Detail {
    /** Count, sum, mean, smallest and largest; the median where quantiles are told. */
    BASIC,
    /** The same, and percentiles. */
    ADVANCED
  }

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int COUNT = 0;
  private static final int SUM = 1;
  private static final int MIN = 2;
  private static final int MAX = 3;
  private static final int FIRST_BUCKET = 4;

  private final String name;
  private final Detail detail;
  private volatile AtomicLongArray cells = new AtomicLongArray(FIRST_BUCKET + Buckets.EXACT);
  private volatile boolean resetting;

  Summary(String name, Detail detail) {
    this.name = name;
    this.detail = detail;
  }

  /** One more of this size. By the owner. */
  public void add(long value) {
    add(value, 1);
  }

  /** One more that took so long, counted in whole milliseconds. By the owner. */
  public void addMillis(long nanos) {
    addMillis(nanos, 1);
  }

  /** So many more that took so long each. By the owner. */
  public void addMillis(long nanos, long times) {
    add(Math.max(0, nanos) / NANOS_PER_MILLI, times);
  }

  /** So many more of this size. By the owner. */
  public void add(long value, long times) {
    if (resetting) {
      cells = new AtomicLongArray(FIRST_BUCKET + Buckets.EXACT);
      resetting = false;
    }
    AtomicLongArray now = cells;
    int bucket = FIRST_BUCKET + Buckets.indexOf(value);
    if (bucket >= now.length()) {
      now = grown(now);
    }
    long count = now.getPlain(COUNT);
    if (count == 0 || value < now.getPlain(MIN)) {
      now.setOpaque(MIN, value);
    }
    if (count == 0 || value > now.getPlain(MAX)) {
      now.setOpaque(MAX, value);
    }
    now.setOpaque(SUM, now.getPlain(SUM) + value * times);
    now.setOpaque(bucket, now.getPlain(bucket) + times);
    now.setOpaque(COUNT, count + times);
  }

  /** Most summaries only ever see small values, and stay small. */
  private AtomicLongArray grown(AtomicLongArray small) {
    AtomicLongArray large = new AtomicLongArray(FIRST_BUCKET + Buckets.COUNT);
    for (int i = 0; i < small.length(); i++) {
      large.setPlain(i, small.getPlain(i));
    }
    cells = large;
    return large;
  }

  /** What was seen since the last reset. */
  public SummaryReading read() {
    AtomicLongArray now = cells;
    if (resetting || now.getOpaque(COUNT) == 0) {
      return SummaryReading.NONE;
    }
    long[] buckets = new long[now.length() - FIRST_BUCKET];
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = now.getOpaque(FIRST_BUCKET + i);
    }
    return new SummaryReading(
        now.getOpaque(COUNT), now.getOpaque(SUM), now.getOpaque(MIN), now.getOpaque(MAX), buckets);
  }

  @Override
  public MetricReading.Value reading() {
    return new MetricReading.SummaryValue(name, detail, read());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void reset() {
    resetting = true;
  }
}
