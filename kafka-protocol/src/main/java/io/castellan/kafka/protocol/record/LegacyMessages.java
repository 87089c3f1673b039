package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A view over one entry of magic 0 or 1, as brokers before 0.11 wrote them: a message, or a wrapper
 * around a compressed set.
 *
 * <pre>
 *  0 offset int64 (of the last message inside)   12 crc uint32 (CRC-32 over what follows)
 *  8 size int32                                  16 magic int8, 17 attributes int8
 *    magic 1 only: 18 timestamp int64            then key and value, each int32 length (-1 null) and bytes
 * </pre>
 *
 * <p>Enough to step over them, to check them and to find them by offset and time: that is all that
 * recovery and a Fetch of version 4 and later need, which hands stored messages out as they are. A
 * {@link LegacyReader} opens them, a {@link LegacySetBuilder} writes them.
 */
public final class LegacyMessages {
  /**
   * The smallest message of magic 0, without offset and size: checksum, magic, attributes, two
   * lengths.
   */
  public static final int MIN_MESSAGE_SIZE = 14;

  /** The smallest message of magic 1. */
  public static final int MIN_MESSAGE_SIZE_V1 = 22;

  static final int CRC_OFFSET = 12;
  static final int ATTRIBUTES_OFFSET = 17;
  static final int TIMESTAMP_OFFSET = 18;
  private static final int KEY_OFFSET_V0 = 18;
  private static final int KEY_OFFSET_V1 = 26;

  private @Nullable ByteBuf buf;
  private int start;

  /** Moves the view to an entry that begins at an absolute index. */
  public LegacyMessages wrap(ByteBuf buffer, int index) {
    buf = buffer;
    start = index;
    return this;
  }

  /** Where the entry begins, as an absolute index of the buffer. */
  public int index() {
    return start;
  }

  /** The offset of the message, or of the last message in the set. */
  public long offset() {
    return buffer().getLong(start);
  }

  /** The whole entry in bytes, with offset and size. */
  public int sizeInBytes() {
    return buffer().getInt(start + RecordBatch.LENGTH_OFFSET) + RecordBatch.LOG_OVERHEAD;
  }

  /** 0 or 1. */
  public byte magic() {
    return buffer().getByte(start + RecordBatch.MAGIC_OFFSET);
  }

  /**
   * The codec of the set inside, {@link Compression#NONE} for a plain message, null if the bits
   * name none.
   */
  public @Nullable Compression compression() {
    Compression codec =
        Compression.ofId(buffer().getByte(start + ATTRIBUTES_OFFSET) & RecordBatch.CODEC_MASK);
    // zstd came after magic 2 and exists nowhere else (KIP-110).
    return codec == Compression.ZSTD ? null : codec;
  }

  /** Whether it is a wrapper around a compressed set. */
  public boolean isCompressed() {
    return (buffer().getByte(start + ATTRIBUTES_OFFSET) & RecordBatch.CODEC_MASK) != 0;
  }

  /** What the timestamp means; magic 0 has none, and counts as {@code CreateTime}. */
  public TimestampType timestampType() {
    return magic() > 0
            && (buffer().getByte(start + ATTRIBUTES_OFFSET) & RecordBatch.TIMESTAMP_TYPE_BIT) != 0
        ? TimestampType.LOG_APPEND_TIME
        : TimestampType.CREATE_TIME;
  }

  /** The size of the key in bytes; -1 if there is none. */
  public int keySize() {
    return buffer().getInt(keyLengthIndex());
  }

  /** Where the key begins, an absolute index. */
  int keyIndex() {
    return keyLengthIndex() + 4;
  }

  /** The size of the value in bytes, the compressed set's of a wrapper; -1 if it is null. */
  public int valueSize() {
    return buffer().getInt(valueLengthIndex());
  }

  /** Where the value begins, an absolute index. */
  int valueIndex() {
    return valueLengthIndex() + 4;
  }

  private int keyLengthIndex() {
    return start + (magic() == 0 ? KEY_OFFSET_V0 : KEY_OFFSET_V1);
  }

  private int valueLengthIndex() {
    return keyIndex() + Math.max(keySize(), 0);
  }

  /** The timestamp in ms, the largest one of a set; -1 if none, as always in magic 0. */
  public long timestamp() {
    return magic() == 0 ? RecordBatch.NO_TIMESTAMP : buffer().getLong(start + TIMESTAMP_OFFSET);
  }

  /**
   * Checks the checksum, and that key and value fill the entry exactly.
   *
   * @throws InvalidRecordException of the corrupt kind
   */
  public void ensureValid() throws InvalidRecordException {
    ByteBuf b = buffer();
    int end = start + sizeInBytes();
    if (sizeInBytes() < Records.smallestEntry(magic())) {
      throw InvalidRecordException.corrupt(
          start,
          "message size: "
              + sizeInBytes()
              + " (expected: >= "
              + Records.smallestEntry(magic())
              + ")");
    }
    int computed = Crc.ieee(b, start + CRC_OFFSET + 4, end - start - CRC_OFFSET - 4);
    int stored = b.getInt(start + CRC_OFFSET);
    if (computed != stored) {
      throw InvalidRecordException.corrupt(
          start,
          String.format(
              "message CRC-32: %08x (expected: %08x as computed, offset %d)",
              stored, computed, offset()));
    }
    ensureShape();
  }

  /** Checks that key and value fill the entry exactly. */
  void ensureShape() throws InvalidRecordException {
    ByteBuf b = buffer();
    int end = start + sizeInBytes();
    int afterKey = skipBytes(b, keyLengthIndex(), end, "key");
    int afterValue = skipBytes(b, afterKey, end, "value");
    if (afterValue != end) {
      throw InvalidRecordException.corrupt(
          start, "message bytes after the value: " + (end - afterValue) + " (expected: 0)");
    }
  }

  private int skipBytes(ByteBuf b, int index, int end, String what) throws InvalidRecordException {
    if (end - index < 4) {
      throw InvalidRecordException.corrupt(start, "message cut short before its " + what);
    }
    int length = b.getInt(index);
    if (length < -1 || length > end - index - 4) {
      throw InvalidRecordException.corrupt(
          start, what + " length: " + length + " (expected: -1 to " + (end - index - 4) + ")");
    }
    return index + 4 + Math.max(length, 0);
  }

  /** The buffer that it looks at. */
  ByteBuf buffer() {
    ByteBuf b = buf;
    if (b == null) {
      throw new IllegalStateException("message view not wrapped");
    }
    return b;
  }
}
