package io.castellan.server.zk.peer;

import java.util.function.LongUnaryOperator;

/**
 * Decides when the log has grown enough for a snapshot: somewhere between half the limit and the
 * limit, in transactions or in bytes, at random anew each time, so that the servers of an ensemble
 * do not all write theirs at once. Owned by the txnlog lane.
 */
public final class SnapshotTrigger {
  private final long snapCount;
  private final long snapSizeLimitBytes;
  private final LongUnaryOperator random;
  private long countLimit;
  private long bytesLimit;
  private long count;
  private long bytes;

  /**
   * @param snapCount the most transactions between two snapshots
   * @param snapSizeLimitBytes the most bytes of log between two snapshots; 0 or less is no limit
   * @param random gives a number from 0 until its argument
   */
  public SnapshotTrigger(long snapCount, long snapSizeLimitBytes, LongUnaryOperator random) {
    this.snapCount = snapCount;
    this.snapSizeLimitBytes = snapSizeLimitBytes;
    this.random = random;
    draw();
  }

  /**
   * A transaction was appended.
   *
   * @return whether a snapshot is due now
   */
  public boolean onAppend(int appendedBytes) {
    count++;
    bytes += appendedBytes;
    if (count > countLimit || bytes > bytesLimit) {
      draw();
      return true;
    }
    return false;
  }

  private void draw() {
    count = 0;
    bytes = 0;
    countLimit = half(snapCount);
    bytesLimit = snapSizeLimitBytes <= 0 ? Long.MAX_VALUE : half(snapSizeLimitBytes);
  }

  private long half(long limit) {
    long half = limit / 2;
    return half + (half == 0 ? 0 : random.applyAsLong(half));
  }
}
