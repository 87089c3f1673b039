package io.castellan.server.kafka.log;

import java.util.List;
import java.util.function.Supplier;

/**
 * Where a log begins and ends, how far readers may see, and where the last append lies. Owned by
 * the partition's lane; readers get it in a {@link LogView}.
 */
final class LogOffsets {
  /** The first offset. */
  long start;

  /** The offset that the next record gets; what is staged counts. */
  long end;

  /** Up to where consumers see. */
  long highWatermark;

  /** Up to where the log has been compacted; -1 if it never was. */
  long cleanedUntil = -1;

  /** How often records that readers may have seen were cut off. */
  int truncations;

  /** Where the last run of appends begins in the active segment. */
  int lastAppendPosition;

  /** The offset of that run; -1 if there was none since the segment or its end changed. */
  long lastAppendOffset = -1;

  /** Those of a log as it was found, with the high watermark somewhere between its ends. */
  LogOffsets(long start, long end, long highWatermark) {
    this.start = start;
    this.end = end;
    this.highWatermark = bounded(highWatermark);
  }

  /** The nearest offset within the log. */
  long bounded(long offset) {
    return Math.max(start, Math.min(offset, end));
  }

  /** The log has been cut: what readers have found beyond its new end may be other records soon. */
  void cutAt(long offset) {
    truncations++;
    endAt(offset);
  }

  /** Nothing of the log is beyond its new end. */
  void endAt(long offset) {
    end = offset;
    cleanedUntil = Math.min(cleanedUntil, offset);
    start = Math.min(start, offset);
    highWatermark = Math.min(highWatermark, offset);
    lastAppendOffset = -1;
  }

  /**
   * What readers go by from now on. Nothing may be staged.
   *
   * @param unstable the first offset of an open transaction, -1 if there is none
   * @param latest gives the log's newest view
   */
  LogView view(
      SegmentList segments,
      long unstable,
      List<LeaderEpochs.Entry> epochs,
      Supplier<LogView> latest) {
    long stable = unstable < 0 ? highWatermark : Math.min(unstable, highWatermark);
    return new LogView(
        segments.array(),
        segments.active().sizeInBytes(),
        lastAppendPosition,
        lastAppendOffset,
        start,
        highWatermark,
        Math.max(stable, start),
        end,
        cleanedUntil,
        truncations,
        segments.active().maxTimestamp(),
        epochs,
        latest);
  }
}
