package io.castellan.server.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a summary had seen when it was read. Immutable.
 *
 * @param count how many values
 * @param sum of all of them
 * @param min the smallest; 0 when there is none
 * @param max the largest; 0 when there is none
 * @param buckets how many there were of each size; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // made for one reader, which never compares it
public record SummaryReading(long count, long sum, long min, long max, long[] buckets) {
  static final SummaryReading NONE = new SummaryReading(0, 0, 0, 0, new long[0]);

  private static final int MEAN_DIGITS = 4;

  /** The mean, to four digits; 0 when there is none. */
  public double mean() {
    if (count == 0) {
      return 0;
    }
    return BigDecimal.valueOf((double) sum / count)
        .setScale(MEAN_DIGITS, RoundingMode.HALF_UP)
        .doubleValue();
  }

  /**
   * The smallest value that this share of all values does not exceed; 0 when there is none.
   *
   * @param share such as 0.99
   */
  public long percentile(double share) {
    long all = 0;
    for (long here : buckets) {
      all += here;
    }
    long rank = Math.max(1, (long) Math.ceil(all * share));
    long passed = 0;
    for (int i = 0; i < buckets.length; i++) {
      passed += buckets[i];
      if (passed >= rank) {
        return Math.max(min, Math.min(max, Buckets.lastOf(i)));
      }
    }
    return max;
  }
}
