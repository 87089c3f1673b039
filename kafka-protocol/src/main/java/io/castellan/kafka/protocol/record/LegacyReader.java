package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Opens an entry of magic 0 or 1 and reads it record by record: the message that it is, or the
 * messages of the set that it wraps.
 *
 * <p>A wrapper carries the offset of its last message. The messages inside carry their own offsets
 * in magic 0 and relative ones in magic 1 (KIP-31), so that the first one's is known only when the
 * last one has been seen: a wrapper of magic 1 is expanded twice, in exchange for a memory of one
 * message instead of all.
 *
 * <p>What stock's reader tolerates is tolerated, since old producers have left it in logs: a
 * wrapper whose offset is 0 whatever it holds (librdkafka), messages of another magic than their
 * wrapper, and a last message that is cut short, which counts as not there.
 *
 * <p>Reusable for one entry after another; not for two threads.
 */
public final class LegacyReader implements Closeable {
  private static final int FIRST_BYTES = 4 * 1024;
  private static final int MIN_STEP = 64;
  private static final byte[] NOTHING = {};

  private final Record record = new Record();
  private final LegacyMessages wrapper = new LegacyMessages();
  private final LegacyMessages message = new LegacyMessages();
  private final int maxRecordBytes;
  private final long maxBodyBytes;
  private @Nullable InputStream in;
  private byte[] array = NOTHING;
  private ByteBuf window = Unpooled.EMPTY_BUFFER;
  private long innerBase;
  private long expanded;
  private int ordinal;
  private boolean wrapped;
  private boolean ended = true;

  /**
   * A reader.
   *
   * @param maxRecordBytes the largest message inside a wrapper, expanded, that it will hold in
   *     memory
   */
  public LegacyReader(int maxRecordBytes) {
    this(maxRecordBytes, RecordReader.MAX_BODY_BYTES);
  }

  LegacyReader(int maxRecordBytes, long maxBodyBytes) {
    this.maxRecordBytes = maxRecordBytes;
    this.maxBodyBytes = maxBodyBytes;
  }

  /**
   * Starts at the first record of an entry, whose size must be known to fit its buffer.
   *
   * @throws InvalidRecordException if the entry is damaged, is no wrapper that can be, or has a
   *     body that its codec cannot begin to read
   */
  public LegacyReader open(LegacyMessages entry) throws InvalidRecordException {
    close();
    wrapper.wrap(entry.buffer(), entry.index());
    wrapper.ensureShape();
    ordinal = 0;
    ended = false;
    Compression codec = wrapper.compression();
    if (codec == null) {
      throw invalid("compression codec: none of magic " + wrapper.magic() + " (expected: 0 to 3)");
    }
    wrapped = codec != Compression.NONE;
    if (wrapped) {
      openSet(codec);
    }
    return this;
  }

  private void openSet(Compression codec) throws InvalidRecordException {
    if (wrapper.valueSize() < 0) {
      throw invalid("wrapper without a value (expected: a compressed set)");
    }
    innerBase = 0;
    if (wrapper.magic() > 0 && wrapper.offset() != 0) {
      long last = lastInnerOffset(codec);
      if (wrapper.offset() < last) {
        throw invalid("wrapper offset: " + wrapper.offset() + " (expected: 0 or >= " + last + ")");
      }
      innerBase = wrapper.offset() - last;
    }
    start(codec);
  }

  private void start(Compression codec) throws InvalidRecordException {
    expanded = 0;
    try {
      in =
          codec.newInputStream(
              wrapper.buffer(), wrapper.valueIndex(), wrapper.valueSize(), wrapper.magic());
    } catch (IOException e) {
      throw undecodable(e);
    }
  }

  private long lastInnerOffset(Compression codec) throws InvalidRecordException {
    start(codec);
    long last = -1;
    while (readMessage()) {
      last = message.offset();
    }
    closeStream();
    return last;
  }

  /**
   * Moves to the next record.
   *
   * @return false after the last one
   * @throws InvalidRecordException at a message that breaks the format; the reader is of no further
   *     use for this entry
   */
  public boolean next() throws InvalidRecordException {
    if (ended) {
      return false;
    }
    if (!wrapped) {
      ended = true;
      show(wrapper, wrapper.offset(), wrapper.timestamp());
      return true;
    }
    if (!readMessage()) {
      ended = true;
      if (ordinal == 0) {
        throw invalid("wrapper around no message (expected: one at least)");
      }
      return false;
    }
    message.ensureValid();
    if (message.isCompressed()) {
      throw invalid("message " + ordinal + " inside a wrapper is compressed (expected: plain)");
    }
    boolean appendTime =
        message.magic() > 0 && wrapper.timestampType() == TimestampType.LOG_APPEND_TIME;
    show(
        message,
        wrapper.magic() > 0 ? innerBase + message.offset() : message.offset(),
        appendTime ? wrapper.timestamp() : message.timestamp());
    ordinal++;
    return true;
  }

  /** The record that {@link #next} has moved to: always the same view; it has no headers. */
  public Record record() {
    return record;
  }

  /** Lets go of the entry and its codec; the reader may be opened again. */
  @Override
  public void close() {
    closeStream();
    ended = true;
    record.window = Unpooled.EMPTY_BUFFER;
    if (array.length > 4 * FIRST_BYTES) {
      array = NOTHING;
    }
  }

  private void closeStream() {
    InputStream open = in;
    in = null;
    Compression.closeStream(open);
  }

  private void show(LegacyMessages from, long offset, long timestamp) {
    record.window = from.buffer();
    record.offset = offset;
    record.offsetDelta = ordinal;
    record.timestamp = timestamp;
    record.sizeInBytes = from.sizeInBytes();
    record.keySize = from.keySize();
    record.keyIndex = from.keyIndex();
    record.valueSize = from.valueSize();
    record.valueIndex = from.valueIndex();
    record.endIndex = record.valueIndex + Math.max(record.valueSize, 0);
    record.headersIndex = record.endIndex;
    record.headerCount = 0;
  }

  /** Reads the next message of the set to the front of the window; false if there is none. */
  private boolean readMessage() throws InvalidRecordException {
    try {
      if (!read(0, RecordBatch.LOG_OVERHEAD)) {
        return false;
      }
      int size = window.getInt(RecordBatch.LENGTH_OFFSET);
      if (size < LegacyMessages.MIN_MESSAGE_SIZE
          || size > maxRecordBytes - RecordBatch.LOG_OVERHEAD) {
        throw invalid(
            "size of message "
                + ordinal
                + ": "
                + size
                + " (expected: "
                + LegacyMessages.MIN_MESSAGE_SIZE
                + " to "
                + (maxRecordBytes - RecordBatch.LOG_OVERHEAD)
                + ")");
      }
      if (!read(RecordBatch.LOG_OVERHEAD, size)) {
        return false;
      }
    } catch (IOException | RuntimeException e) {
      // The codecs report damage with exceptions of several kinds; all of them mean the same here.
      throw undecodable(e);
    }
    message.wrap(window, 0);
    if (message.magic() != 0 && message.magic() != 1) {
      throw invalid("magic of message " + ordinal + ": " + message.magic() + " (expected: 0 or 1)");
    }
    message.ensureShape();
    return true;
  }

  /** Fills the window from {@code at} on; it grows only by what the codec really delivers. */
  private boolean read(int at, int count) throws IOException, InvalidRecordException {
    InputStream from = in;
    int end = at;
    while (from != null && end < at + count) {
      if (end == array.length) {
        grow(at + count);
      }
      int got = from.read(array, end, Math.min(array.length, at + count) - end);
      if (got < 0) {
        return false;
      }
      end += got;
      expanded += got;
      if (expanded > maxBodyBytes) {
        throw invalid("set expands to more than " + maxBodyBytes + " bytes");
      }
    }
    return true;
  }

  private void grow(int wanted) {
    int larger = Math.max(MIN_STEP, Math.min(wanted, Math.max(FIRST_BYTES, array.length * 2)));
    array = Arrays.copyOf(array, larger);
    window = Unpooled.wrappedBuffer(array);
  }

  private InvalidRecordException invalid(String what) {
    return InvalidRecordException.invalid(
        wrapper.index(), what + " in the entry with offset " + wrapper.offset());
  }

  private InvalidRecordException undecodable(Exception cause) {
    return new InvalidRecordException(
        wrapper.index(),
        wrapper.compression() + " set with last offset " + wrapper.offset() + " does not decode",
        cause);
  }
}
