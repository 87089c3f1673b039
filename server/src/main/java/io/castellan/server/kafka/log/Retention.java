package io.castellan.server.kafka.log;

/**
 * Which segments of a log may go: always a run of the oldest. Decides only; {@link PartitionLog}
 * deletes.
 *
 * <p>A segment goes only if all of it lies below the high watermark. Where the policy is to compact
 * and not to delete, age and size do not count: what lies before the log's start goes all the same.
 */
final class Retention {
  private Retention() {}

  /**
   * How many of the oldest segments may go; all of them only if the active one is expired as well.
   */
  static int count(
      Segment[] segments,
      LogConfig config,
      long logStartOffset,
      long highWatermark,
      long logEndOffset,
      long nowMs) {
    int count = countBeforeStart(segments, logStartOffset);
    if (config.cleanupDelete()) {
      count = Math.max(count, countByAge(segments, config, nowMs));
      count = Math.max(count, countBySize(segments, config));
    }
    while (count > 0 && endOf(segments, count - 1, logEndOffset) > highWatermark) {
      count--;
    }
    return count;
  }

  /** How many segments lie before the log's start. */
  static int countBeforeStart(Segment[] segments, long logStartOffset) {
    int count = 0;
    while (count + 1 < segments.length && segments[count + 1].baseOffset() <= logStartOffset) {
      count++;
    }
    return count;
  }

  private static int countByAge(Segment[] segments, LogConfig config, long nowMs) {
    if (config.retentionMs() < 0) {
      return 0;
    }
    int count = 0;
    while (count < segments.length
        && nowMs - segments[count].largestTimestampMs() > config.retentionMs()) {
      // An empty segment at the end has nothing that could be too old.
      if (count == segments.length - 1 && segments[count].sizeInBytes() == 0) {
        break;
      }
      count++;
    }
    return count;
  }

  private static int countBySize(Segment[] segments, LogConfig config) {
    if (config.retentionBytes() < 0) {
      return 0;
    }
    long excess = -config.retentionBytes();
    for (Segment segment : segments) {
      excess += segment.sizeInBytes();
    }
    int count = 0;
    while (count < segments.length
        && excess - segments[count].sizeInBytes() >= 0
        && segments[count].sizeInBytes() > 0) {
      excess -= segments[count].sizeInBytes();
      count++;
    }
    return count;
  }

  private static long endOf(Segment[] segments, int index, long logEndOffset) {
    return index + 1 < segments.length ? segments[index + 1].baseOffset() : logEndOffset;
  }
}
