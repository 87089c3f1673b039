package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A partition's log at one moment: what readers on any thread go by. Immutable; the partition's
 * lane publishes another one after each change, and a reader samples it once per read, so that all
 * it sees belongs together.
 *
 * <p>Reads look into files: a few small reads to find the first batch, none for the batches
 * themselves, which are sent from the file.
 */
public final class LogView {
  private final Segment[] segments;
  private final int activeBytes;
  private final int lastAppendPosition;
  private final long lastAppendOffset;
  private final long logStartOffset;
  private final long highWatermark;
  private final long lastStableOffset;
  private final long logEndOffset;
  private final long cleanedUntil;
  private final int truncations;
  private final TimestampOffset activeMaxTimestamp;
  private final List<LeaderEpochs.Entry> leaderEpochs;
  private final Supplier<LogView> latest;

  /**
   * A view.
   *
   * @param truncations how often the end of the log has been cut since it was opened
   * @param activeMaxTimestamp that of the last segment, as far as it may be seen
   * @param latest gives the log's newest view, for reads that come after this one has lost a
   *     segment
   */
  LogView(
      Segment[] segments,
      int activeBytes,
      int lastAppendPosition,
      long lastAppendOffset,
      long logStartOffset,
      long highWatermark,
      long lastStableOffset,
      long logEndOffset,
      long cleanedUntil,
      int truncations,
      TimestampOffset activeMaxTimestamp,
      List<LeaderEpochs.Entry> leaderEpochs,
      Supplier<LogView> latest) {
    this.segments = segments;
    this.activeBytes = activeBytes;
    this.lastAppendPosition = lastAppendPosition;
    this.lastAppendOffset = lastAppendOffset;
    this.logStartOffset = logStartOffset;
    this.highWatermark = highWatermark;
    this.lastStableOffset = lastStableOffset;
    this.logEndOffset = logEndOffset;
    this.cleanedUntil = cleanedUntil;
    this.truncations = truncations;
    this.activeMaxTimestamp = activeMaxTimestamp;
    this.leaderEpochs = leaderEpochs;
    this.latest = latest;
  }

  /** The first offset that may be read. */
  public long logStartOffset() {
    return logStartOffset;
  }

  /** The offset up to which records are on all replicas in sync: consumers see what is below it. */
  public long highWatermark() {
    return highWatermark;
  }

  /** The offset up to which all transactions have ended, at most the high watermark. */
  public long lastStableOffset() {
    return lastStableOffset;
  }

  /** The offset that the next record gets. */
  public long logEndOffset() {
    return logEndOffset;
  }

  /** The offset up to which the log has been compacted; -1 if it never was. */
  public long cleanedUntil() {
    return cleanedUntil;
  }

  /** How often the log's end has been cut since it was opened. */
  public int truncations() {
    return truncations;
  }

  /**
   * The largest timestamp of a segment: of the last one as of this view, since the segment knows of
   * appends before anybody may see them.
   */
  private long maxTimestamp(int index) {
    return index == segments.length - 1
        ? activeMaxTimestamp.timestamp()
        : segments[index].maxTimestamp().timestamp();
  }

  /** The segments; not to be changed, and to be held before they are read. */
  Segment[] segments() {
    return segments;
  }

  /** The bytes of all segments. */
  public long sizeInBytes() {
    long size = activeBytes;
    for (int i = 0; i < segments.length - 1; i++) {
      size += segments[i].sizeInBytes();
    }
    return size;
  }

  /** How many segments there are. */
  public int segmentCount() {
    return segments.length;
  }

  /** The offset below which a reader may look. */
  public long limit(Isolation isolation) {
    return switch (isolation) {
      case LOG_END -> logEndOffset;
      case HIGH_WATERMARK -> highWatermark;
      case COMMITTED -> lastStableOffset;
    };
  }

  /**
   * Finds the batches from an offset on. The first one may begin before the offset, the last one
   * may be cut short by {@code maxBytes}; they are of one segment, so that there may be more after
   * them.
   *
   * @param offset of the first record wanted
   * @param maxBytes the most to return
   * @param isolation how far the reader may look
   * @param wholeFirstBatch whether the first batch is returned whole even if it is larger (KIP-74);
   *     otherwise nothing is returned then
   */
  public LogRead read(long offset, int maxBytes, Isolation isolation, boolean wholeFirstBatch) {
    if (offset < logStartOffset || offset > logEndOffset) {
      return LogRead.OUT_OF_RANGE;
    }
    long limit = limit(isolation);
    if (offset >= limit || (maxBytes <= 0 && !wholeFirstBatch)) {
      return LogRead.NOTHING;
    }
    try {
      return read(offset, maxBytes, limit, wholeFirstBatch);
    } catch (SegmentGoneException e) {
      // Deleted, or compacted, after this view was sampled: only the newest one can tell which.
      LogView newest = latest.get();
      return newest == this
          ? LogRead.CLOSED
          : newest.read(offset, maxBytes, isolation, wholeFirstBatch);
    }
  }

  private LogRead read(long offset, int maxBytes, long limit, boolean wholeFirstBatch) {
    for (int i = floorIndex(offset); i < segments.length && segments[i].baseOffset() < limit; i++) {
      Segment segment = segments[i];
      if (!segment.retain()) {
        throw new SegmentGoneException(segment.path());
      }
      LogSlice slice = null;
      try {
        slice = slice(i, offset, maxBytes, limit, wholeFirstBatch);
      } finally {
        if (slice == null) {
          segment.release();
        }
      }
      if (slice != null) {
        return slice.sizeInBytes() == 0 ? released(slice) : new LogRead(ErrorCode.NONE, slice);
      }
      // Compaction may have taken all that was left of this segment: the next record is in the next
      // one.
    }
    return LogRead.NOTHING;
  }

  private static LogRead released(LogSlice slice) {
    slice.release();
    return LogRead.NOTHING;
  }

  private @Nullable LogSlice slice(
      int index, long offset, int maxBytes, long limit, boolean wholeFirstBatch) {
    Segment segment = segments[index];
    int until = positionOf(limit, index);
    int position;
    int firstBytes = 0;
    if (index == segments.length - 1
        && offset >= lastAppendOffset
        && lastAppendOffset >= segment.baseOffset()) {
      // A reader that keeps up wants the last append: no need to look for it. The size of its first
      // batch matters only if not all of it can be returned.
      position = lastAppendPosition;
      if (position >= until) {
        return null;
      }
      if (maxBytes < until - position || offset > lastAppendOffset) {
        BatchCursor cursor = segment.findFrom(position, offset, until);
        if (cursor == null) {
          return null;
        }
        position = cursor.position();
        firstBytes = cursor.sizeInBytes();
      }
    } else {
      BatchCursor cursor = segment.find(offset, until);
      if (cursor == null) {
        return null;
      }
      position = cursor.position();
      firstBytes = cursor.sizeInBytes();
    }
    int size = Math.min(maxBytes, until - position);
    if (size < firstBytes) {
      // A part of a batch is of no use to anybody (KIP-74).
      size = wholeFirstBatch ? firstBytes : 0;
    }
    return new LogSlice(this, segment, position, size);
  }

  /**
   * The position in a segment of the first batch at or above an offset, its end if there is none.
   */
  private int positionOf(long limit, int index) {
    boolean active = index == segments.length - 1;
    int end = active ? activeBytes : segments[index].sizeInBytes();
    if (active ? limit >= logEndOffset : limit >= segments[index + 1].baseOffset()) {
      return end;
    }
    BatchCursor cursor = segments[index].find(limit, end);
    return cursor == null ? end : cursor.position();
  }

  /**
   * The transactions that were aborted among what a slice holds, as a Fetch answer of {@code
   * read_committed} lists them.
   *
   * @param fetchOffset the offset that was asked for
   * @param slice what was found
   */
  public List<AbortedTxn> abortedTxns(long fetchOffset, LogSlice slice) {
    if (slice.view() != this) {
      return slice.view().abortedTxns(fetchOffset, slice);
    }
    int first = floorIndex(slice.segmentBaseOffset());
    return abortedTxns(first, fetchOffset, upperBound(first, slice));
  }

  /**
   * The aborted transactions that touch a range of offsets.
   *
   * @param first the number of the segment that the range begins in
   */
  List<AbortedTxn> abortedTxns(int first, long fetchOffset, long upper) {
    List<AbortedTxn> aborted = new ArrayList<>();
    for (int i = first; i < segments.length; i++) {
      for (AbortedTxn txn : segments[i].txnIndex().all()) {
        if (txn.lastOffset() >= fetchOffset && txn.firstOffset() < upper) {
          aborted.add(txn);
        }
        if (txn.lastStableOffset() >= upper) {
          return aborted;
        }
      }
    }
    return aborted;
  }

  private long upperBound(int index, LogSlice slice) {
    long bound = segments[index].boundAt((int) slice.position() + slice.sizeInBytes());
    if (bound >= 0) {
      return Math.min(bound, lastStableOffset);
    }
    return index + 1 < segments.length
        ? Math.min(segments[index + 1].baseOffset(), lastStableOffset)
        : lastStableOffset;
  }

  /**
   * Finds the first record whose timestamp is at least the one given, in the whole log; null if
   * there is none.
   */
  public @Nullable FoundOffset offsetForTimestamp(long timestamp) {
    try {
      return firstAtOrAfter(timestamp);
    } catch (SegmentGoneException e) {
      LogView newest = latest.get();
      return newest == this ? null : newest.offsetForTimestamp(timestamp);
    }
  }

  private @Nullable FoundOffset firstAtOrAfter(long timestamp) {
    for (int i = 0; i < segments.length; i++) {
      if (maxTimestamp(i) >= timestamp) {
        FoundOffset found = searchSegment(i, timestamp);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /**
   * Finds the first record that has the largest timestamp of the log (KIP-734); null if no record
   * has any.
   */
  public @Nullable FoundOffset offsetOfMaxTimestamp() {
    int largest = -1;
    long timestamp = -1;
    for (int i = 0; i < segments.length; i++) {
      if (maxTimestamp(i) > timestamp) {
        largest = i;
        timestamp = maxTimestamp(i);
      }
    }
    try {
      return largest < 0 ? null : searchSegment(largest, timestamp);
    } catch (SegmentGoneException e) {
      LogView newest = latest.get();
      return newest == this ? null : newest.offsetOfMaxTimestamp();
    }
  }

  private @Nullable FoundOffset searchSegment(int index, long timestamp) {
    Segment segment = segments[index];
    if (!segment.retain()) {
      throw new SegmentGoneException(segment.path());
    }
    try {
      boolean active = index == segments.length - 1;
      return TimestampSearch.find(
          segment, timestamp, logStartOffset, active ? activeBytes : segment.sizeInBytes());
    } finally {
      segment.release();
    }
  }

  /**
   * The first offsets of segments, as ListOffsets of version 0 lists them: those of segments last
   * written at or before a time, latest first, with the log's end as the last segment's.
   *
   * @param timestamp in ms; -1 for the latest, -2 for the earliest
   * @param most how many at most
   */
  public List<Long> segmentOffsetsBefore(long timestamp, int most) {
    List<Long> offsets = new ArrayList<>();
    if (timestamp == -2) {
      offsets.add(logStartOffset);
    } else {
      if (activeBytes > 0
          && (timestamp == -1 || segments[segments.length - 1].lastModifiedMs() <= timestamp)) {
        offsets.add(highWatermark);
      }
      for (int i = segments.length - 1; i >= 0; i--) {
        if (timestamp == -1 || segments[i].lastModifiedMs() <= timestamp) {
          offsets.add(Math.max(segments[i].baseOffset(), logStartOffset));
        }
      }
    }
    return offsets.subList(0, Math.min(Math.max(most, 0), offsets.size()));
  }

  /**
   * The end of a leader epoch (KIP-101): the epoch found and its end offset, both -1 if it is not
   * known.
   */
  public LeaderEpochs.Entry endOffsetForEpoch(int epoch) {
    return LeaderEpochs.endOffsetFor(leaderEpochs, epoch, logEndOffset);
  }

  /** The leader epoch that wrote an offset, -1 if it is not known. */
  public int leaderEpochOf(long offset) {
    return LeaderEpochs.epochOf(leaderEpochs, offset);
  }

  /** The newest leader epoch that the log knows, -1 if none. */
  public int latestLeaderEpoch() {
    return leaderEpochs.isEmpty()
        ? LeaderEpochs.UNDEFINED_EPOCH
        : leaderEpochs.get(leaderEpochs.size() - 1).epoch();
  }

  /** The segment that an offset belongs to: the last one that does not begin after it. */
  int floorIndex(long offset) {
    int low = 0;
    int high = segments.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (segments[middle].baseOffset() <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
