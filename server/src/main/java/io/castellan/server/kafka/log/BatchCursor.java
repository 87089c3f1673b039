package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.LegacyMessages;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.Records;
import io.castellan.server.storage.StorageException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Steps from batch to batch in a segment's file and reads their headers only, through a small
 * buffer.
 *
 * <p>One per thread ({@link #ofThread}), or one's own where the scan runs over other scans. Not to
 * be kept.
 */
final class BatchCursor {
  /**
   * As much as is read at a time: at the default index interval, what a lookup has to look at
   * mostly fits.
   */
  private static final int WINDOW_BYTES = 4096;

  /** The bytes of the checksums' read-ahead. */
  private static final int CHECK_BYTES = 64 * 1024;

  private static final ThreadLocal<BatchCursor> OF_THREAD =
      ThreadLocal.withInitial(BatchCursor::new);
  private static final ThreadLocal<ByteBuffer> CHECK_CHUNK =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(CHECK_BYTES));

  private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW_BYTES);
  private final ByteBuf view = Unpooled.wrappedBuffer(window);
  private final RecordBatch batch = new RecordBatch();
  private final LegacyMessages legacy = new LegacyMessages();
  private Path path = Path.of("");
  private FileChannel channel;
  private long windowStart;
  private int windowBytes;
  private int position;
  private int until;
  private int size;
  private int headerAt;

  @SuppressWarnings("NullAway.Init") // The channel is set by over(), the only way to begin.
  BatchCursor() {}

  /** The calling thread's own cursor. */
  static BatchCursor ofThread() {
    return OF_THREAD.get();
  }

  /**
   * Begins a scan.
   *
   * @param from the position of the first batch
   * @param end the position after the last byte that counts
   */
  BatchCursor over(Path file, FileChannel open, int from, int end) {
    path = file;
    channel = open;
    windowStart = 0;
    windowBytes = 0;
    position = from;
    until = end;
    size = 0;
    return this;
  }

  /**
   * Moves to the next batch that is there completely.
   *
   * @return false at the end, or at a batch that the end cuts short
   * @throws InvalidRecordException at an entry whose size or magic cannot be; names the position in
   *     the file
   */
  boolean next() throws InvalidRecordException {
    position += size;
    size = 0;
    int left = until - position;
    if (left < RecordBatch.MAGIC_OFFSET + 1) {
      return false;
    }
    headerAt = see(position, Math.min(left, RecordBatch.HEADER_SIZE));
    int length = view.getInt(headerAt + 8);
    byte magic = view.getByte(headerAt + RecordBatch.MAGIC_OFFSET);
    if (magic < 0 || magic > RecordBatch.MAGIC) {
      throw corrupt("magic: " + magic + " (expected: 0, 1 or 2)");
    }
    int smallest = Records.smallestEntry(magic) - RecordBatch.LOG_OVERHEAD;
    if (length < smallest) {
      throw corrupt("batch length: " + length + " (expected: >= " + smallest + ")");
    }
    if (left - RecordBatch.LOG_OVERHEAD < length) {
      return false;
    }
    size = length + RecordBatch.LOG_OVERHEAD;
    return true;
  }

  /** Where the batch begins in the file. */
  int position() {
    return position;
  }

  /**
   * Where the batch ends; the end of what was read so far, once {@link #next} has returned false.
   */
  int end() {
    return position + size;
  }

  /** The batch in bytes. */
  int sizeInBytes() {
    return size;
  }

  byte magic() {
    return view.getByte(headerAt + RecordBatch.MAGIC_OFFSET);
  }

  /** The batch's header; nothing behind it may be touched. */
  RecordBatch batch() {
    return batch.wrap(view, headerAt);
  }

  /**
   * The first offset; of a message set before magic 2 only its last is known, and that is returned.
   */
  long baseOffset() {
    return view.getLong(headerAt);
  }

  long lastOffset() {
    return magic() < RecordBatch.MAGIC ? baseOffset() : batch().lastOffset();
  }

  long maxTimestamp() {
    return magic() < RecordBatch.MAGIC
        ? legacy.wrap(view, headerAt).timestamp()
        : batch().maxTimestamp();
  }

  /** The epoch of the leader that appended it; -1 before magic 2. */
  int leaderEpoch() {
    return magic() < RecordBatch.MAGIC
        ? RecordBatch.NO_LEADER_EPOCH
        : batch().partitionLeaderEpoch();
  }

  /**
   * Reads all of the batch and checks its checksum.
   *
   * @throws InvalidRecordException if it is wrong; names the position in the file
   */
  void ensureValid() throws InvalidRecordException {
    boolean old = magic() < RecordBatch.MAGIC;
    Checksum sum = old ? new CRC32() : new CRC32C();
    int stored = old ? view.getInt(headerAt + 12) : batch().crc();
    int at = position + (old ? 16 : 21);
    ByteBuffer chunk = CHECK_CHUNK.get();
    while (at < end()) {
      chunk.clear().limit(Math.min(CHECK_BYTES, end() - at));
      at += read(chunk, at);
      sum.update(chunk.flip());
    }
    if ((int) sum.getValue() != stored) {
      throw corrupt(
          String.format(
              "batch checksum: %08x (expected: %08x as computed, base offset %d)",
              stored, (int) sum.getValue(), baseOffset()));
    }
  }

  /** Reads the whole batch into a buffer of its own, on the heap, which needs no release. */
  ByteBuf readWhole() {
    ByteBuffer whole = ByteBuffer.allocate(size);
    read(whole, position);
    return Unpooled.wrappedBuffer(whole.flip());
  }

  /**
   * Makes sure that the window holds {@code count} bytes at a position, and returns where in the
   * window they are.
   */
  private int see(int from, int count) {
    if (from < windowStart || from + count > windowStart + windowBytes) {
      window.clear().limit(Math.min(WINDOW_BYTES, until - from));
      windowStart = from;
      windowBytes = read(window, from);
      window.clear();
    }
    return (int) (from - windowStart);
  }

  private int read(ByteBuffer into, int from) {
    int wanted = into.remaining();
    try {
      while (into.hasRemaining()) {
        if (channel.read(into, from + (wanted - into.remaining())) < 0) {
          throw new EOFException("end of file (expected: " + wanted + " bytes)");
        }
      }
    } catch (IOException e) {
      throw StorageException.failed("read at position " + from, path, e);
    }
    return wanted;
  }

  private InvalidRecordException corrupt(String message) {
    return new InvalidRecordException(
        InvalidRecordException.Kind.CORRUPT, position, path + ": " + message);
  }
}
