package io.castellan.server.kafka.log;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * From timestamps to offsets: the {@code .timeindex} file of a segment (KIP-33). An entry says that
 * every record with a larger timestamp lies after its offset.
 *
 * <pre>
 * timestamp int64 (ms), relativeOffset int32 (to the base offset)
 * </pre>
 */
final class TimeIndex extends SparseIndex {
  static final int ENTRY_BYTES = 12;

  private long lastTimestamp = -1;

  TimeIndex(Path path, long baseOffset, Runnable onOpen) {
    super(path, baseOffset, ENTRY_BYTES, onOpen);
  }

  /** Whether the first and the last entry are in order. */
  boolean isSane() {
    int count = count();
    if (count == 0) {
      lastTimestamp = -1;
      return true;
    }
    long first = entry(0).getLong(0);
    ByteBuffer last = entry(count - 1);
    lastTimestamp = last.getLong(0);
    return last.getInt(8) >= 0 && lastTimestamp >= 0 && (count == 1 || first < lastTimestamp);
  }

  /** Appends an entry unless its timestamp is no larger than the last one's. */
  void append(TimestampOffset entry) {
    if (entry.timestamp() <= lastTimestamp) {
      return;
    }
    reserve().putLong(entry.timestamp()).putInt((int) (entry.offset() - baseOffset));
    publish();
    lastTimestamp = entry.timestamp();
  }

  /** Whether only the one entry that closing the segment adds still has room. */
  boolean isFull(int maxBytes) {
    return count() >= maxBytes / ENTRY_BYTES - 1;
  }

  /** The last entry, or none. */
  TimestampOffset last() {
    int count = count();
    return count == 0 ? TimestampOffset.NONE : at(count - 1);
  }

  /** The last entry with at most this timestamp, or none. */
  TimestampOffset lookup(long timestamp) {
    int found = floor(entry -> entry.getLong(0) <= timestamp);
    return found < 0 ? TimestampOffset.NONE : at(found);
  }

  /** Drops the entries of offsets at or above this one. */
  void truncateTo(long offset) {
    long relative = offset - baseOffset;
    truncateTo(floor(entry -> entry.getInt(8) < relative) + 1);
    lastTimestamp = last().timestamp();
  }

  /** Drops all entries. */
  void clear() {
    truncateTo(0);
    lastTimestamp = -1;
  }

  private TimestampOffset at(int number) {
    ByteBuffer entry = entry(number);
    return new TimestampOffset(entry.getLong(0), baseOffset + entry.getInt(8));
  }
}
