package io.castellan.server.kafka.log;

import java.nio.file.Path;
import java.util.List;

/**
 * The indexes of one segment: where offsets are, where timestamps are, which transactions were
 * aborted. As to owner and readers, as {@link Segment}.
 */
final class SegmentIndexes {
  private final long baseOffset;
  private final OffsetIndex offsets;
  private final TimeIndex times;
  private final AbortedTxnIndex txns;
  private volatile TimestampOffset maxTimestamp = TimestampOffset.NONE;
  private int bytesSinceEntry;

  /**
   * @param suffix of the files' names, empty for a segment in use
   * @param onOpen told when a file has been opened
   */
  SegmentIndexes(Path directory, long baseOffset, String suffix, Runnable onOpen) {
    this.baseOffset = baseOffset;
    offsets =
        new OffsetIndex(
            SegmentFiles.path(directory, baseOffset, SegmentFiles.OFFSET_INDEX + suffix),
            baseOffset,
            onOpen);
    times =
        new TimeIndex(
            SegmentFiles.path(directory, baseOffset, SegmentFiles.TIME_INDEX + suffix),
            baseOffset,
            onOpen);
    txns =
        new AbortedTxnIndex(
            SegmentFiles.path(directory, baseOffset, SegmentFiles.TXN_INDEX + suffix));
  }

  /** Takes the entries from the files; false if one is missing or cannot be right. */
  boolean load(int segmentBytes) {
    boolean sane =
        offsets.load()
            && offsets.isSane(segmentBytes)
            && times.load()
            && times.isSane()
            && txns.load();
    if (sane) {
      maxTimestamp = times.last();
    }
    return sane;
  }

  /** Forgets everything. */
  void clear() {
    offsets.clear();
    times.clear();
    txns.truncateTo(baseOffset);
    maxTimestamp = TimestampOffset.NONE;
    bytesSinceEntry = 0;
  }

  OffsetIndex offsets() {
    return offsets;
  }

  TimeIndex times() {
    return times;
  }

  AbortedTxnIndex txns() {
    return txns;
  }

  /** The largest timestamp and where that is; none if no record has one. */
  TimestampOffset maxTimestamp() {
    return maxTimestamp;
  }

  /** Takes note of a run of batches. */
  void note(int position, int bytes, long lastOffset, TimestampOffset largest, int intervalBytes) {
    if (largest.timestamp() > maxTimestamp.timestamp()) {
      maxTimestamp = largest;
    }
    if (bytesSinceEntry > intervalBytes) {
      offsets.append(lastOffset, position);
      times.append(maxTimestamp);
      bytesSinceEntry = 0;
    }
    bytesSinceEntry += bytes;
  }

  /** Whether one of them may not grow any more. */
  boolean isFull(int maxBytes) {
    return offsets.isFull(maxBytes) || times.isFull(maxBytes);
  }

  /** Puts everything into the files, with a last entry for the largest timestamp. */
  void save() {
    times.append(maxTimestamp);
    offsets.save();
    times.save();
  }

  /** Drops the entries of offsets from one on; {@link #largestIs} comes next. */
  void truncateTo(long offset) {
    offsets.truncateTo(offset);
    times.truncateTo(offset);
    txns.truncateTo(offset);
    bytesSinceEntry = 0;
  }

  /** What is left has this largest timestamp. */
  void largestIs(TimestampOffset largest) {
    maxTimestamp = largest;
  }

  /** Forces the files of offsets and timestamps, after {@link #save}. */
  void force() {
    offsets.force();
    times.force();
  }

  /** Renames the files: to their own names with a suffix. */
  void renameTo(Path directory, String suffix) {
    offsets.renamed(
        SegmentFiles.renameIfExists(
            offsets.path(),
            SegmentFiles.path(directory, baseOffset, SegmentFiles.OFFSET_INDEX + suffix)));
    times.renamed(
        SegmentFiles.renameIfExists(
            times.path(),
            SegmentFiles.path(directory, baseOffset, SegmentFiles.TIME_INDEX + suffix)));
    txns.renamed(
        SegmentFiles.renameIfExists(
            txns.path(),
            SegmentFiles.path(directory, baseOffset, SegmentFiles.TXN_INDEX + suffix)));
  }

  /** The files, whether they exist or not. */
  List<Path> files() {
    return List.of(offsets.path(), times.path(), txns.path());
  }

  /** Closes the files; they open again when they are needed. No thread may be reading. */
  void close() {
    offsets.close();
    times.close();
  }
}
