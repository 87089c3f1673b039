package io.castellan.server.metrics;

/**
 * How values are put into buckets: each below 32 has its own, and every power of two above has
 * sixteen. So a percentile is exact for the few milliseconds that most things take, and never off
 * by more than a sixteenth.
 */
final class Buckets {
  static final int EXACT = 32;
  private static final int EXACT_BITS = 5;
  private static final int SUB_BITS = 4;
  private static final int SUB = 1 << SUB_BITS;
  private static final int MAX_BITS = 40;
  private static final long MAX_VALUE = (1L << MAX_BITS) - 1;

  /** How many buckets there are; what is beyond the last counts as the last. */
  static final int COUNT = EXACT + (MAX_BITS - EXACT_BITS) * SUB;

  private Buckets() {}

  static int indexOf(long value) {
    if (value < EXACT) {
      return (int) Math.max(0, value);
    }
    long bounded = Math.min(value, MAX_VALUE);
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(bounded);
    int sub = (int) (bounded >>> (exponent - SUB_BITS)) & (SUB - 1);
    return EXACT + (exponent - EXACT_BITS) * SUB + sub;
  }

  /** The largest value of a bucket. */
  static long lastOf(int index) {
    if (index < EXACT) {
      return index;
    }
    int exponent = (index - EXACT) / SUB + EXACT_BITS;
    int sub = (index - EXACT) % SUB;
    return ((long) (SUB + sub + 1) << (exponent - SUB_BITS)) - 1;
  }
}
