package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.server.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Tells a tail that a crash has torn from damage in the middle of a log: is there any sound batch
 * behind it?
 */
final class TornTail {
  private static final int CHUNK_BYTES = 1 << 20;

  private TornTail() {}

  /**
   * Looks for a batch of magic 2 at any byte after a position: one whose length fits, whose offset
   * continues the log, and whose checksum is right.
   *
   * @param from the position of the damaged batch
   * @param offset the offset that the damaged batch should have had at least
   * @return its position, or -1 if there is none
   */
  static long findBatchAfter(Segment segment, int from, long offset) {
    int size = segment.sizeInBytes();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    for (int start = from + 1;
        size - start >= RecordBatch.HEADER_SIZE;
        start += CHUNK_BYTES - RecordBatch.HEADER_SIZE) {
      fill(segment, chunk.clear(), start, size);
      int candidates = chunk.limit() - RecordBatch.HEADER_SIZE;
      for (int i = 0; i <= candidates; i++) {
        if (looksLikeBatch(chunk, i, offset, size - start - i)
            && isSound(segment, start + i, size)) {
          return (long) start + i;
        }
      }
    }
    return -1;
  }

  private static boolean looksLikeBatch(ByteBuffer chunk, int at, long offset, int left) {
    if (chunk.get(at + RecordBatch.MAGIC_OFFSET) != RecordBatch.MAGIC) {
      return false;
    }
    int length = chunk.getInt(at + 8);
    long baseOffset = chunk.getLong(at);
    return length >= RecordBatch.HEADER_SIZE - RecordBatch.LOG_OVERHEAD
        && length <= left - RecordBatch.LOG_OVERHEAD
        && baseOffset >= offset
        && baseOffset - offset <= Integer.MAX_VALUE;
  }

  private static boolean isSound(Segment segment, int position, int size) {
    try {
      BatchCursor cursor = segment.cursor(position, size);
      if (!cursor.next()) {
        return false;
      }
      cursor.ensureValid();
      return true;
    } catch (InvalidRecordException e) {
      return false;
    }
  }

  private static void fill(Segment segment, ByteBuffer chunk, int from, int size) {
    chunk.limit(Math.min(CHUNK_BYTES, size - from));
    try {
      while (chunk.hasRemaining() && segment.channel().read(chunk, from + chunk.position()) >= 0) {
        // Again, until the chunk is full.
      }
    } catch (IOException e) {
      throw StorageException.failed("read at position " + from, segment.path(), e);
    }
    chunk.flip();
  }
}
