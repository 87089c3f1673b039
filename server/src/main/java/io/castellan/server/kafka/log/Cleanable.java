package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.server.storage.StorageException;

/**
 * What of a compacted log could be cleaned now, and how much it needs it.
 *
 * @param firstDirtyOffset up to where it has been cleaned
 * @param firstUncleanableOffset where the segments begin that must be left alone: the active one,
 *     the one that the last stable offset lies in, those with records younger than {@code
 *     min.compaction.lag.ms}
 * @param cleanBytes the bytes of what has been cleaned
 * @param dirtyBytes the bytes of what could be cleaned
 * @param overdueMs by how much the oldest dirty record has passed {@code max.compaction.lag.ms}; 0
 *     if it has not
 * @param truncations how often the log had been cut by then
 */
public record Cleanable(
    long firstDirtyOffset,
    long firstUncleanableOffset,
    long cleanBytes,
    long dirtyBytes,
    long overdueMs,
    int truncations) {

  /** Looks at a log. Any thread. */
  public static Cleanable of(LogView view, LogConfig config, long nowMs) {
    Segment[] segments = view.segments();
    long dirty = firstDirty(view);
    long limit = Math.min(view.lastStableOffset(), segments[segments.length - 1].baseOffset());
    if (config.minCompactionLagMs() > 0) {
      limit = Math.min(limit, firstTooYoung(view, dirty, nowMs - config.minCompactionLagMs()));
    }
    // Segments are cleaned whole or not at all.
    int uncleanable = view.floorIndex(Math.max(dirty, limit));
    long firstUncleanable = segments[uncleanable].baseOffset();
    long clean = 0;
    long dirtyBytes = 0;
    int firstDirtySegment = view.floorIndex(Math.min(dirty, firstUncleanable));
    for (int i = 0; i < segments.length; i++) {
      clean += segments[i].baseOffset() < dirty ? segments[i].sizeInBytes() : 0;
      dirtyBytes += i >= firstDirtySegment && i < uncleanable ? segments[i].sizeInBytes() : 0;
    }
    return new Cleanable(
        dirty,
        firstUncleanable,
        clean,
        dirtyBytes,
        overdue(view, dirty, config, nowMs),
        view.truncations());
  }

  /** Where cleaning has to go on; from the start if what is remembered of it cannot be. */
  private static long firstDirty(LogView view) {
    long remembered = view.cleanedUntil();
    return remembered < view.logStartOffset() || remembered > view.logEndOffset()
        ? view.logStartOffset()
        : remembered;
  }

  /** The base of the first closed dirty segment with a record younger than a time. */
  private static long firstTooYoung(LogView view, long dirty, long thanMs) {
    Segment[] segments = view.segments();
    for (int i = view.floorIndex(dirty); i < segments.length - 1; i++) {
      if (segments[i].largestTimestampMs() > thanMs) {
        return segments[i].baseOffset();
      }
    }
    return Long.MAX_VALUE;
  }

  private static long overdue(LogView view, long dirty, LogConfig config, long nowMs) {
    if (config.maxCompactionLagMs() > nowMs) {
      return 0;
    }
    long until = nowMs - config.maxCompactionLagMs();
    long oldest = Long.MAX_VALUE;
    Segment[] segments = view.segments();
    for (int i = view.floorIndex(dirty); i < segments.length - 1; i++) {
      long first = firstTimestamp(segments[i]);
      oldest = first > 0 ? Math.min(oldest, first) : oldest;
    }
    return Math.max(0, until - oldest);
  }

  /** The timestamp of a segment's first batch, -1 if it has none, or is being deleted. */
  private static long firstTimestamp(Segment segment) {
    if (!segment.retain()) {
      return -1;
    }
    try {
      BatchCursor cursor = segment.cursor(0, segment.sizeInBytes());
      return cursor.next() ? cursor.maxTimestamp() : -1;
    } catch (InvalidRecordException e) {
      throw StorageException.corrupt(segment.path(), e.position(), String.valueOf(e.getMessage()));
    } finally {
      segment.release();
    }
  }

  /** How much of the log is dirty, from 0 to 1. */
  public double dirtyRatio() {
    long all = cleanBytes + dirtyBytes;
    return all == 0 ? 0 : (double) dirtyBytes / all;
  }

  /** Whether the log needs to be cleaned. */
  public boolean isDue(LogConfig config) {
    return dirtyBytes > 0 && (overdueMs > 0 || dirtyRatio() > config.minCleanableDirtyRatio());
  }
}
