package io.castellan.server.zk.store;

import java.util.function.LongUnaryOperator;

/**
 * When to take a snapshot: after so many transactions, or so many bytes, half of it fixed and half
 * drawn anew each time, so that the members of an ensemble do not all do it at once. Owned by the
 * ensemble lane.
 */
public final class SnapshotTrigger {
  private final long halfCount;
  private final long halfBytes;
  private final LongUnaryOperator random;
  private long count;
  private long bytes;
  private long countLimit;
  private long bytesLimit;

  /**
   * Counts from zero.
   *
   * @param snapCount {@code zookeeper.snapCount}; less than 2 counts as 2
   * @param sizeLimitBytes {@code zookeeper.snapSizeLimitInKb}, in bytes; 0 or less for no limit
   * @param random draws a number from 0 up to, but not including, its argument
   */
  public SnapshotTrigger(long snapCount, long sizeLimitBytes, LongUnaryOperator random) {
    this.halfCount = Math.max(snapCount, 2) / 2;
    this.halfBytes = sizeLimitBytes / 2;
    this.random = random;
    reset();
  }

  /**
   * Counts a transaction.
   *
   * @param blobBytes its size
   * @return whether it is time; the caller then begins a snapshot and calls {@link #reset}, or,
   *     while another is being written, just resets
   */
  public boolean onAppended(long blobBytes) {
    count++;
    bytes += blobBytes + LogFormat.OVERHEAD_BYTES;
    return count > countLimit || (halfBytes > 0 && bytes > bytesLimit);
  }

  /** Counts from zero again. */
  public void reset() {
    count = 0;
    bytes = 0;
    countLimit = halfCount + random.applyAsLong(halfCount);
    bytesLimit = halfBytes > 0 ? halfBytes + random.applyAsLong(halfBytes) : 0;
  }
}
