package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as a message set of magic 0 or 1, for clients before 0.11: one message after
 * another, or one wrapper around them all, compressed. Headers and all that concerns producers are
 * left away, since these formats have no place for them.
 *
 * <p>The set is appended to the writer index of the buffer given, which stays the caller's. For one
 * set; not for two threads. {@link #finish} or {@link #abandon} it.
 */
public final class LegacySetBuilder {
  private static final int WRAPPER_V0 = RecordBatch.LOG_OVERHEAD + LegacyMessages.MIN_MESSAGE_SIZE;
  private static final int WRAPPER_V1 =
      RecordBatch.LOG_OVERHEAD + LegacyMessages.MIN_MESSAGE_SIZE_V1;

  private final ByteBuf out;
  private final int start;
  private final int magic;
  private final Compression codec;
  private final TimestampType timestampType;
  private final long appendTimeMs;
  private @Nullable ByteBuf staging;
  private @Nullable OutputStream compressor;
  private long firstOffset = -1;
  private long lastOffset = -1;
  private long maxTimestamp = RecordBatch.NO_TIMESTAMP;
  private int count;

  /**
   * A builder at the writer index of a buffer.
   *
   * @param magic 0 or 1
   * @param codec of the wrapper, {@code NONE} for plain messages; never zstd, which these formats
   *     do not know
   * @param timestampType what the timestamps mean; of no effect in magic 0
   * @param appendTimeMs the time of all messages if they have the leader's, else not used
   */
  public LegacySetBuilder(
      ByteBuf out, int magic, Compression codec, TimestampType timestampType, long appendTimeMs) {
    if (magic < 0 || magic > 1 || codec == Compression.ZSTD) {
      throw new IllegalArgumentException(
          "message set of magic " + magic + ", " + codec + " (expected: magic 0 or 1, not zstd)");
    }
    this.out = out;
    this.start = out.writerIndex();
    this.magic = magic;
    this.codec = codec;
    this.timestampType = timestampType;
    this.appendTimeMs = appendTimeMs;
    if (codec != Compression.NONE) {
      out.writeZero(magic == 0 ? WRAPPER_V0 : WRAPPER_V1);
    }
  }

  /** Appends a record, at its own offset; offsets must ascend. */
  public LegacySetBuilder append(Record record) {
    if (count == 0) {
      firstOffset = record.offset();
    }
    count++;
    lastOffset = record.offset();
    long timestamp = appendTime() ? appendTimeMs : record.timestamp();
    maxTimestamp = Math.max(maxTimestamp, timestamp);
    if (codec == Compression.NONE) {
      write(out, record.offset(), timestamp, record);
      return this;
    }
    ByteBuf to = staging();
    // KIP-31: offsets inside a wrapper of magic 1 are relative, so that the leader need not rewrite
    // it.
    write(to, magic == 0 ? record.offset() : record.offset() - firstOffset, timestamp, record);
    OutputStream into = compressor;
    try {
      if (into != null) {
        to.readBytes(into, to.readableBytes());
        to.clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("compressing into memory", e);
    }
    return this;
  }

  /** How many records there are so far. */
  public int count() {
    return count;
  }

  /** The bytes of the set so far; for a compressed one what the codec has let go of. */
  public int sizeInBytes() {
    return out.writerIndex() - start;
  }

  /**
   * Ends the set: the buffer holds it from where its writer index was; nothing without a record.
   */
  public void finish() {
    if (count == 0) {
      abandon();
      return;
    }
    closeCodec();
    if (codec != Compression.NONE) {
      int valueLengthIndex = start + (magic == 0 ? WRAPPER_V0 : WRAPPER_V1) - 4;
      writeHeader(out, start, lastOffset, out.writerIndex() - start, codec.id(), maxTimestamp);
      out.setInt(valueLengthIndex - 4, -1)
          .setInt(valueLengthIndex, out.writerIndex() - valueLengthIndex - 4);
      writeCrc(out, start, out.writerIndex());
    }
  }

  /** Gives the set up: the buffer is as it was before. */
  public void abandon() {
    closeCodec();
    out.writerIndex(start);
  }

  private boolean appendTime() {
    return magic > 0 && timestampType == TimestampType.LOG_APPEND_TIME;
  }

  private void write(ByteBuf to, long offset, long timestamp, Record record) {
    int at = to.writerIndex();
    int size =
        (magic == 0 ? WRAPPER_V0 : WRAPPER_V1)
            + Math.max(record.keySize(), 0)
            + Math.max(record.valueSize(), 0);
    to.ensureWritable(size);
    to.writerIndex(at + (magic == 0 ? WRAPPER_V0 : WRAPPER_V1) - 8);
    writeHeader(to, at, offset, size, Compression.NONE.id(), timestamp);
    to.writeInt(record.keySize());
    if (record.keySize() > 0) {
      to.writeBytes(record.window, record.keyIndex, record.keySize());
    }
    to.writeInt(record.valueSize());
    if (record.valueSize() > 0) {
      to.writeBytes(record.window, record.valueIndex, record.valueSize());
    }
    writeCrc(to, at, to.writerIndex());
  }

  private void writeHeader(
      ByteBuf to, int at, long offset, int size, int codecBits, long timestamp) {
    to.setLong(at, offset)
        .setInt(at + RecordBatch.LENGTH_OFFSET, size - RecordBatch.LOG_OVERHEAD)
        .setByte(at + RecordBatch.MAGIC_OFFSET, magic)
        .setByte(
            at + LegacyMessages.ATTRIBUTES_OFFSET,
            appendTime() ? codecBits | RecordBatch.TIMESTAMP_TYPE_BIT : codecBits);
    if (magic > 0) {
      to.setLong(at + LegacyMessages.TIMESTAMP_OFFSET, timestamp);
    }
  }

  private static void writeCrc(ByteBuf to, int at, int end) {
    int from = at + LegacyMessages.CRC_OFFSET + 4;
    to.setInt(at + LegacyMessages.CRC_OFFSET, Crc.ieee(to, from, end - from));
  }

  private ByteBuf staging() {
    ByteBuf open = staging;
    if (open == null) {
      open = out.alloc().heapBuffer();
      staging = open;
      try {
        compressor = codec.newOutputStream(out, codec.defaultLevel(), magic);
      } catch (IOException e) {
        throw new UncheckedIOException("compressing into memory", e);
      }
    }
    return open;
  }

  private void closeCodec() {
    try {
      if (compressor != null) {
        compressor.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("compressing into memory", e);
    } finally {
      compressor = null;
      if (staging != null) {
        staging.release();
        staging = null;
      }
    }
  }
}
