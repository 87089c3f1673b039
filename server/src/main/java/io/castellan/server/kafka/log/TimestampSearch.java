package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.LegacyMessages;
import io.castellan.kafka.protocol.record.LegacyReader;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.RecordReader;
import io.castellan.server.storage.StorageException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Looks for timestamps in a segment: by its time index as far as that goes, and then in the batches
 * themselves, which are opened. On any thread that holds the segment.
 */
final class TimestampSearch {
  private TimestampSearch() {}

  /**
   * Finds the first record from an offset on whose timestamp is at least the one given.
   *
   * @param until the position where what may be seen ends
   * @return its timestamp, offset and leader epoch, or null if there is none
   */
  static @Nullable FoundOffset find(Segment segment, long timestamp, long fromOffset, int until) {
    TimestampOffset before = segment.timeIndex().lookup(timestamp);
    long start = Math.max(before.offset(), fromOffset);
    BatchCursor cursor = segment.find(start, until);
    if (cursor == null) {
      return null;
    }
    try {
      do {
        if (cursor.maxTimestamp() >= timestamp && cursor.lastOffset() >= fromOffset) {
          FoundOffset found = findInBatch(cursor, timestamp, fromOffset);
          if (found != null) {
            return found;
          }
        }
      } while (cursor.next());
      return null;
    } catch (InvalidRecordException e) {
      throw StorageException.corrupt(segment.path(), e.position(), String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable FoundOffset findInBatch(
      BatchCursor cursor, long timestamp, long fromOffset) throws InvalidRecordException {
    if (cursor.magic() < RecordBatch.MAGIC) {
      return findInMessages(cursor.readWhole(), timestamp, fromOffset);
    }
    RecordBatch batch = new RecordBatch().wrap(cursor.readWhole(), 0);
    try (RecordReader reader = new RecordReader(RecordReader.Depth.SHAPE, 0)) {
      reader.open(batch);
      while (reader.next()) {
        if (reader.record().timestamp() >= timestamp && reader.record().offset() >= fromOffset) {
          return new FoundOffset(
              reader.record().timestamp(), reader.record().offset(), batch.partitionLeaderEpoch());
        }
      }
    }
    return null;
  }

  private static @Nullable FoundOffset findInMessages(
      ByteBuf entry, long timestamp, long fromOffset) throws InvalidRecordException {
    try (LegacyReader reader = new LegacyReader(Integer.MAX_VALUE)) {
      reader.open(new LegacyMessages().wrap(entry, 0));
      while (reader.next()) {
        if (reader.record().timestamp() >= timestamp && reader.record().offset() >= fromOffset) {
          return new FoundOffset(
              reader.record().timestamp(), reader.record().offset(), RecordBatch.NO_LEADER_EPOCH);
        }
      }
    }
    return null;
  }

  /** The largest timestamp, by the index and a look at the batches behind its last entry. */
  static TimestampOffset largest(Segment segment) {
    TimestampOffset largest = segment.timeIndex().last();
    BatchCursor cursor = segment.cursorFrom(Math.max(largest.offset(), segment.baseOffset()));
    try {
      while (cursor.next()) {
        if (cursor.maxTimestamp() > largest.timestamp()) {
          largest = new TimestampOffset(cursor.maxTimestamp(), cursor.lastOffset());
        }
      }
    } catch (InvalidRecordException e) {
      throw StorageException.corrupt(segment.path(), e.position(), String.valueOf(e.getMessage()));
    }
    return largest;
  }
}
