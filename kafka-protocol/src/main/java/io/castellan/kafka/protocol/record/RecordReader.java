package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Opens the body of a batch of magic 2 and reads it record by record, through its codec if it has
 * one.
 *
 * <pre>{@code
 * try (RecordReader reader = new RecordReader(RecordReader.Depth.WHOLE, maxRecordBytes)) {
 *   reader.open(batch);
 *   while (reader.next()) { use(reader.record()); }
 * }
 * }</pre>
 *
 * <p>The records of a plain body are read where they lie. Those of a compressed one pass through a
 * window: a few KiB that slide along, or, at {@link Depth#WHOLE}, as much as the largest record
 * takes. It grows only by what the codec really delivers, so that a length that lies costs nothing,
 * and never past {@code maxRecordBytes}.
 *
 * <p>Every rule of the format is checked on the way, the end included: exactly {@code recordsCount}
 * records and not a byte after them.
 *
 * <p>Reusable for one batch after another; not for two threads. Close it: codecs keep native
 * memory.
 */
public final class RecordReader implements Closeable {
  /** How much of each record is wanted. */
  public enum Depth {
    /** Keys, values and headers can be read. */
    WHOLE,
    /**
     * Their sizes only: nothing is kept of them, and a record of any size passes through the
     * smallest window.
     */
    SHAPE
  }

  private static final int WINDOW_BYTES = 16 * 1024;

  /**
   * What a body may expand to: as much as the largest record that stock can hold. A few kilobytes
   * could be a day's work.
   */
  static final long MAX_BODY_BYTES = Integer.MAX_VALUE - 8;

  private static final byte[] NOTHING = {};

  private final Record record = new Record();
  private final Depth depth;
  private final int maxRecordBytes;
  private final RecordBatch batch = new RecordBatch();
  private int maxExpandedBytes = Integer.MAX_VALUE;
  private @Nullable InputStream in;
  private byte[] array = NOTHING;
  private ByteBuf window = Unpooled.EMPTY_BUFFER;
  private int at;
  private int end;
  private int left;
  private int ordinal;
  private long expanded;
  private int count;
  private boolean appendTime;

  /**
   * A reader.
   *
   * @param depth how much of each record is wanted
   * @param maxRecordBytes the largest record, expanded, that {@link Depth#WHOLE} will hold in
   *     memory
   */
  public RecordReader(Depth depth, int maxRecordBytes) {
    this.depth = depth;
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * Sets how large a record of a compressed body may be, expanded, in bytes, whether it is held in
   * memory or not.
   */
  public RecordReader maxExpandedBytes(int bytes) {
    maxExpandedBytes = bytes;
    return this;
  }

  /**
   * Starts at the first record of a batch, whose size must be known to fit its buffer, as {@link
   * Records} makes sure.
   *
   * @throws InvalidRecordException if the codec does not exist or cannot begin to read the body
   */
  public RecordReader open(RecordBatch from) throws InvalidRecordException {
    close();
    batch.wrap(from.buffer(), from.index());
    ordinal = 0;
    expanded = 0;
    count = batch.recordsCount();
    appendTime = batch.timestampType() == TimestampType.LOG_APPEND_TIME;
    if (count < 0) {
      throw invalid("records count: " + count + " (expected: >= 0)");
    }
    Compression codec = batch.compression();
    if (codec == null) {
      throw invalid(
          "compression codec: "
              + (batch.attributes() & RecordBatch.CODEC_MASK)
              + " (expected: 0 to 4)");
    }
    int bodyIndex = batch.index() + RecordBatch.HEADER_SIZE;
    int bodyBytes = batch.sizeInBytes() - RecordBatch.HEADER_SIZE;
    if (codec == Compression.NONE) {
      window = batch.buffer();
      at = bodyIndex;
      end = bodyIndex + bodyBytes;
      return this;
    }
    if (array.length == 0) {
      array = new byte[WINDOW_BYTES];
    }
    window = Unpooled.wrappedBuffer(array);
    at = 0;
    end = 0;
    try {
      in = codec.newInputStream(batch.buffer(), bodyIndex, bodyBytes);
    } catch (IOException e) {
      throw undecodable(e);
    }
    return this;
  }

  /**
   * Moves to the next record.
   *
   * @return false after the last one
   * @throws InvalidRecordException at a record or an end that breaks the format; the reader is of
   *     no further use for this batch
   */
  public boolean next() throws InvalidRecordException {
    if (ordinal == count) {
      if (ensure(1)) {
        throw invalid("bytes after the last of " + count + " records");
      }
      return false;
    }
    int length = recordLength();
    left = length;
    if (in != null && length > maxExpandedBytes) {
      throw invalid("record length: " + length + " (expected: <= " + maxExpandedBytes + ")");
    }
    if (depth == Depth.WHOLE) {
      if (length > maxRecordBytes) {
        throw invalid("record length: " + length + " (expected: <= " + maxRecordBytes + ")");
      }
      if (!ensure(length)) {
        throw invalid(
            "record length: " + length + " (expected: <= " + (end - at) + ", all that is left)");
      }
    }
    parse(length);
    ordinal++;
    return true;
  }

  /** The record that {@link #next} has moved to: always the same view. */
  public Record record() {
    return record;
  }

  /** Lets go of the batch and its codec; the reader may be opened again. */
  @Override
  public void close() {
    InputStream open = in;
    in = null;
    window = Unpooled.EMPTY_BUFFER;
    at = 0;
    end = 0;
    ordinal = 0;
    count = 0;
    if (array.length > WINDOW_BYTES) {
      array = NOTHING;
    }
    Compression.closeStream(open);
  }

  private int recordLength() throws InvalidRecordException {
    left = Varint.MAX_INT_BYTES;
    int length = varint("record length");
    if (length < 0) {
      throw invalid("record length: " + length + " (expected: >= 0)");
    }
    return length;
  }

  private void parse(int length) throws InvalidRecordException {
    record.window = window;
    record.sizeInBytes = Varint.sizeOf(length) + length;
    readByte("attributes");
    long timestampDelta = varlong("timestamp delta");
    record.offsetDelta = varint("offset delta");
    record.offset = batch.baseOffset() + record.offsetDelta;
    record.timestamp = appendTime ? batch.maxTimestamp() : batch.baseTimestamp() + timestampDelta;
    record.keySize = size("key length", -1);
    record.keyIndex = at;
    skip(record.keySize);
    record.valueSize = size("value length", -1);
    record.valueIndex = at;
    skip(record.valueSize);
    int headers = varint("header count");
    // Each header takes two bytes at least.
    if (headers < 0 || headers > left / 2) {
      throw invalid("header count: " + headers + " (expected: 0 to " + left / 2 + ")");
    }
    record.headerCount = headers;
    record.headersIndex = at;
    for (int i = 0; i < headers; i++) {
      skip(size("header key length", 0));
      skip(size("header value length", -1));
    }
    if (left != 0) {
      throw invalid("bytes after the headers: " + left + " (expected: 0)");
    }
    record.endIndex = at;
  }

  private int size(String what, int least) throws InvalidRecordException {
    int size = varint(what);
    if (size < least || size > left) {
      throw invalid(what + ": " + size + " (expected: " + least + " to " + left + ")");
    }
    return size;
  }

  private int varint(String what) throws InvalidRecordException {
    int value = 0;
    for (int shift = 0; shift < 7 * Varint.MAX_INT_BYTES; shift += 7) {
      byte b = readByte(what);
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return Varint.unfold(value);
      }
    }
    throw invalid(what + " is longer than 5 bytes");
  }

  private long varlong(String what) throws InvalidRecordException {
    long value = 0;
    for (int shift = 0; shift < 7 * Varint.MAX_LONG_BYTES; shift += 7) {
      byte b = readByte(what);
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return Varint.unfold(value);
      }
    }
    throw invalid(what + " is longer than 10 bytes");
  }

  private byte readByte(String what) throws InvalidRecordException {
    if (left == 0 || (at == end && !ensure(1))) {
      throw invalid(what + " cut short");
    }
    left--;
    return window.getByte(at++);
  }

  private void skip(int size) throws InvalidRecordException {
    int todo = Math.max(size, 0);
    left -= todo;
    while (todo > end - at) {
      todo -= end - at;
      at = end;
      if (!ensure(1)) {
        throw invalid("body ends inside a record");
      }
    }
    at += todo;
  }

  /**
   * Makes {@code size} bytes available in the window from {@link #at} on; false if the body has
   * fewer.
   */
  private boolean ensure(int size) throws InvalidRecordException {
    if (end - at >= size) {
      return true;
    }
    InputStream from = in;
    if (from == null) {
      return false;
    }
    System.arraycopy(array, at, array, 0, end - at);
    end -= at;
    at = 0;
    try {
      while (end < size) {
        if (end == array.length) {
          grow(size);
        }
        int count = from.read(array, end, array.length - end);
        if (count < 0) {
          return false;
        }
        end += count;
        expanded += count;
        if (expanded > MAX_BODY_BYTES) {
          throw invalid("body expands to more than " + MAX_BODY_BYTES + " bytes");
        }
      }
    } catch (IOException | RuntimeException e) {
      // The codecs report damage with exceptions of several kinds; all of them mean the same here.
      throw undecodable(e);
    }
    return true;
  }

  private void grow(int wanted) {
    byte[] larger = new byte[Math.min(wanted, Math.max(WINDOW_BYTES, array.length * 2))];
    System.arraycopy(array, 0, larger, 0, end);
    array = larger;
    window = Unpooled.wrappedBuffer(larger);
  }

  private InvalidRecordException invalid(String what) {
    return InvalidRecordException.invalid(
        batch.index(),
        what + " in record " + ordinal + " of the batch with base offset " + batch.baseOffset());
  }

  private InvalidRecordException undecodable(Exception cause) {
    return new InvalidRecordException(
        batch.index(),
        batch.compression()
            + " body of the batch with base offset "
            + batch.baseOffset()
            + " does not decode",
        cause);
  }
}
