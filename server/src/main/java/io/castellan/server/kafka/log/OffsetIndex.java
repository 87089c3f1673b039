package io.castellan.server.kafka.log;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * From offsets to positions: the {@code .index} file of a segment. An entry says that every batch
 * that ends after its offset begins at its position or later.
 *
 * <pre>
 * relativeOffset int32 (to the base offset), position int32 (in the .log file)
 * </pre>
 */
final class OffsetIndex extends SparseIndex {
  static final int ENTRY_BYTES = 8;

  private long lastOffset = -1;

  OffsetIndex(Path path, long baseOffset, Runnable onOpen) {
    super(path, baseOffset, ENTRY_BYTES, onOpen);
  }

  /**
   * Whether the first and the last entry are where they can be, given the size of the segment's
   * file.
   */
  boolean isSane(long logBytes) {
    int count = count();
    if (count == 0) {
      lastOffset = -1;
      return true;
    }
    // A preallocated tail of zeros, as an unclean stop leaves it, shows in the last entry.
    ByteBuffer last = entry(count - 1);
    int relative = last.getInt(0);
    int position = last.getInt(4);
    lastOffset = baseOffset + relative;
    return relative >= 0
        && position >= 0
        && position < logBytes
        && (count == 1 || relative > entry(0).getInt(0));
  }

  /** Appends an entry unless its offset is already there. */
  void append(long offset, int position) {
    if (offset <= lastOffset) {
      return;
    }
    reserve().putInt((int) (offset - baseOffset)).putInt(position);
    publish();
    lastOffset = offset;
  }

  /** Whether another entry would make the file larger than it may be. */
  boolean isFull(int maxBytes) {
    return count() >= maxBytes / ENTRY_BYTES;
  }

  /** Where to begin to look for the batch that holds an offset: a position in the file. */
  int lookup(long offset) {
    long relative = offset - baseOffset;
    int found = floor(entry -> entry.getInt(0) <= relative);
    return found < 0 ? 0 : entry(found).getInt(4);
  }

  /** An offset that everything before a position is below, or -1 if the index knows none. */
  long boundAt(int position) {
    int number = floor(entry -> entry.getInt(4) < position) + 1;
    return number >= count() ? -1 : baseOffset + entry(number).getInt(0) + 1;
  }

  /** Drops the entries of offsets at or above this one. */
  void truncateTo(long offset) {
    long relative = offset - baseOffset - 1;
    truncateTo(floor(entry -> entry.getInt(0) <= relative) + 1);
    int count = count();
    lastOffset = count == 0 ? -1 : baseOffset + entry(count - 1).getInt(0);
  }

  /** Drops all entries. */
  void clear() {
    truncateTo(0);
    lastOffset = -1;
  }
}
