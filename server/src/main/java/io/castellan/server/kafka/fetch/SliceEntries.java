package io.castellan.server.kafka.fetch;

import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.Records;
import io.castellan.server.kafka.log.LogSlice;
import io.castellan.server.storage.StorageException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads a slice of a segment into memory, entry by entry: some at a time, or one that is larger
 * than that. For one thread at a time.
 */
final class SliceEntries {
  private static final int WINDOW_BYTES = 32 * 1024;

  private final LogSlice slice;
  private final Records records = new Records();
  private ByteBuf window = Unpooled.EMPTY_BUFFER;
  private int read;

  SliceEntries(LogSlice slice) {
    this.slice = slice;
    records.wrap(window);
  }

  /**
   * Moves to the next entry that the slice holds completely.
   *
   * @return false if there is none
   * @throws InvalidRecordException at bytes that are no entry
   * @throws StorageException if the file cannot be read
   */
  boolean next() throws InvalidRecordException {
    while (!records.next()) {
      int from = read - window.readableBytes() + records.position();
      int left = slice.sizeInBytes() - from;
      int entry = entryBytes();
      int wanted = Math.min(left, Math.max(WINDOW_BYTES, entry));
      if (entry > left || wanted <= window.readableBytes() - records.position()) {
        return false; // an entry that the slice cuts short, or nothing left
      }
      fill(from, wanted);
    }
    return true;
  }

  /** The size of the entry that the window cuts short, as far as that can be seen. */
  private int entryBytes() {
    int at = records.position();
    return window.readableBytes() - at < RecordBatch.LOG_OVERHEAD
        ? 0
        : (int)
            Math.min(
                Integer.MAX_VALUE,
                (long) window.getInt(at + RecordBatch.LOG_OVERHEAD - 4) + RecordBatch.LOG_OVERHEAD);
  }

  private void fill(int from, int wanted) {
    ByteBuffer bytes = ByteBuffer.allocate(wanted);
    try {
      while (bytes.hasRemaining()) {
        if (slice.channel().read(bytes, slice.position() + from + bytes.position()) < 0) {
          throw new EOFException("end of file (expected: " + wanted + " bytes)");
        }
      }
    } catch (IOException e) {
      throw StorageException.failed(
          "read at position " + (slice.position() + from), slice.path(), e);
    }
    window = Unpooled.wrappedBuffer(bytes.flip());
    read = from + wanted;
    records.wrap(window);
  }

  /** The entry that {@link #next} has moved to. */
  Records entry() {
    return records;
  }
}
