package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A view over the header of one batch of magic 2, wherever it lies in a buffer (KIP-98).
 *
 * <pre>
 *  0 baseOffset int64          21 attributes int16        53 baseSequence int32
 *  8 batchLength int32         23 lastOffsetDelta int32   57 recordsCount int32
 * 12 partitionLeaderEpoch int32 27 baseTimestamp int64    61 records
 * 16 magic int8                35 maxTimestamp int64
 * 17 crc uint32                43 producerId int64, 51 producerEpoch int16
 * </pre>
 *
 * <p>The checksum covers everything from the attributes on. So the leader sets the base offset and
 * its epoch in place, at no cost, while {@link #setMaxTimestamp} has to compute it again.
 *
 * <p>Reused: {@link #wrap} moves it. It owns nothing and never touches the buffer's indices or
 * reference count. Not for use by two threads at once. The getters do not check anything beyond
 * what the buffer itself checks; {@link Records} hands out only batches whose size fits.
 */
public final class RecordBatch {
  /** The bytes before the records. */
  public static final int HEADER_SIZE = 61;

  /** The bytes which {@code batchLength} does not count: the base offset and itself. */
  public static final int LOG_OVERHEAD = 12;

  /** Where the magic byte stands, in every version of the format. */
  public static final int MAGIC_OFFSET = 16;

  /** The version of the format that this class reads. */
  public static final byte MAGIC = 2;

  /** The absence of a timestamp. */
  public static final long NO_TIMESTAMP = -1;

  /** The absence of a producer id. */
  public static final long NO_PRODUCER_ID = -1;

  /** The absence of a producer epoch. */
  public static final short NO_PRODUCER_EPOCH = -1;

  /** The absence of a sequence number. */
  public static final int NO_SEQUENCE = -1;

  /** A leader epoch that is not known. */
  public static final int NO_LEADER_EPOCH = -1;

  static final int LENGTH_OFFSET = 8;
  static final int EPOCH_OFFSET = 12;

  /** Where the checksum stands, of all that follows it. */
  public static final int CRC_OFFSET = 17;

  /** Where the attributes stand, the first that the checksum covers. */
  public static final int ATTRIBUTES_OFFSET = 21;

  static final int LAST_OFFSET_DELTA_OFFSET = 23;
  static final int BASE_TIMESTAMP_OFFSET = 27;
  static final int MAX_TIMESTAMP_OFFSET = 35;
  static final int PRODUCER_ID_OFFSET = 43;
  static final int PRODUCER_EPOCH_OFFSET = 51;
  static final int BASE_SEQUENCE_OFFSET = 53;
  static final int COUNT_OFFSET = 57;

  static final int CODEC_MASK = 0x07;
  static final int TIMESTAMP_TYPE_BIT = 0x08;
  static final int TRANSACTIONAL_BIT = 0x10;
  static final int CONTROL_BIT = 0x20;
  static final int DELETE_HORIZON_BIT = 0x40;

  private @Nullable ByteBuf buf;
  private int start;

  /**
   * Moves the view.
   *
   * @param buffer holds at least the header from {@code index} on
   * @param index an absolute index of the buffer
   * @return this
   */
  public RecordBatch wrap(ByteBuf buffer, int index) {
    buf = buffer;
    start = index;
    return this;
  }

  /** The buffer that it looks at. */
  public ByteBuf buffer() {
    ByteBuf b = buf;
    if (b == null) {
      throw new IllegalStateException("batch view not wrapped");
    }
    return b;
  }

  /** Where the batch begins, as an absolute index of {@link #buffer}. */
  public int index() {
    return start;
  }

  /** The whole batch in bytes, header included. */
  public int sizeInBytes() {
    return buffer().getInt(start + LENGTH_OFFSET) + LOG_OVERHEAD;
  }

  /** The offset of the first record that was ever in the batch. */
  public long baseOffset() {
    return buffer().getLong(start);
  }

  /**
   * The offset of the last record that was ever in the batch: compaction may have taken the record,
   * never the number.
   */
  public long lastOffset() {
    return baseOffset() + lastOffsetDelta();
  }

  /** The offset after the batch. */
  public long nextOffset() {
    return lastOffset() + 1;
  }

  /** The epoch of the leader that appended the batch; -1 from a client. */
  public int partitionLeaderEpoch() {
    return buffer().getInt(start + EPOCH_OFFSET);
  }

  /** The version of the format. */
  public byte magic() {
    return buffer().getByte(start + MAGIC_OFFSET);
  }

  /** The stored CRC-32C. */
  public int crc() {
    return buffer().getInt(start + CRC_OFFSET);
  }

  /** The attribute bits. */
  public short attributes() {
    return buffer().getShort(start + ATTRIBUTES_OFFSET);
  }

  /** The last offset minus the base offset. */
  public int lastOffsetDelta() {
    return buffer().getInt(start + LAST_OFFSET_DELTA_OFFSET);
  }

  /**
   * What the records' timestamps are relative to, in ms; the delete horizon if {@link
   * #hasDeleteHorizon}.
   */
  public long baseTimestamp() {
    return buffer().getLong(start + BASE_TIMESTAMP_OFFSET);
  }

  /** The largest timestamp of its records in ms, or when the leader appended it; -1 if none. */
  public long maxTimestamp() {
    return buffer().getLong(start + MAX_TIMESTAMP_OFFSET);
  }

  /** The producer's id, or -1. */
  public long producerId() {
    return buffer().getLong(start + PRODUCER_ID_OFFSET);
  }

  /** The producer's epoch, or -1. */
  public short producerEpoch() {
    return buffer().getShort(start + PRODUCER_EPOCH_OFFSET);
  }

  /** The sequence number of the first record, or -1. */
  public int baseSequence() {
    return buffer().getInt(start + BASE_SEQUENCE_OFFSET);
  }

  /** The sequence number of the last record, or -1; after 2147483647 comes 0. */
  public int lastSequence() {
    int base = baseSequence();
    return base == NO_SEQUENCE ? NO_SEQUENCE : incrementSequence(base, lastOffsetDelta());
  }

  /** How many records the batch holds now; 0 is possible after compaction. */
  public int recordsCount() {
    return buffer().getInt(start + COUNT_OFFSET);
  }

  /** The codec, or null if the bits name none that exists. */
  public @Nullable Compression compression() {
    return Compression.ofId(attributes() & CODEC_MASK);
  }

  /** Whether the body is compressed. */
  public boolean isCompressed() {
    return (attributes() & CODEC_MASK) != 0;
  }

  /** What the timestamps mean. */
  public TimestampType timestampType() {
    return (attributes() & TIMESTAMP_TYPE_BIT) == 0
        ? TimestampType.CREATE_TIME
        : TimestampType.LOG_APPEND_TIME;
  }

  /** Whether the batch belongs to a transaction. */
  public boolean isTransactional() {
    return (attributes() & TRANSACTIONAL_BIT) != 0;
  }

  /** Whether the batch holds a {@link ControlRecord} instead of data. */
  public boolean isControl() {
    return (attributes() & CONTROL_BIT) != 0;
  }

  /**
   * Whether the base timestamp is the time at which compaction may drop the batch's tombstones
   * (KIP-534).
   */
  public boolean hasDeleteHorizon() {
    return (attributes() & DELETE_HORIZON_BIT) != 0;
  }

  /** Whether a producer id is set. */
  public boolean hasProducerId() {
    return producerId() > NO_PRODUCER_ID;
  }

  /** Sets the base offset in place; every record's offset is relative to it. */
  public void setBaseOffset(long offset) {
    buffer().setLong(start, offset);
  }

  /** Sets the leader's epoch in place. */
  public void setPartitionLeaderEpoch(int epoch) {
    buffer().setInt(start + EPOCH_OFFSET, epoch);
  }

  /**
   * Sets the largest timestamp and what it means, and computes the checksum again if that changed
   * anything.
   */
  public void setMaxTimestamp(TimestampType type, long timestampMs) {
    if (type == timestampType() && timestampMs == maxTimestamp()) {
      return;
    }
    ByteBuf b = buffer();
    int bits = attributes() & ~TIMESTAMP_TYPE_BIT;
    b.setShort(
        start + ATTRIBUTES_OFFSET,
        type == TimestampType.LOG_APPEND_TIME ? bits | TIMESTAMP_TYPE_BIT : bits);
    b.setLong(start + MAX_TIMESTAMP_OFFSET, timestampMs);
    b.setInt(start + CRC_OFFSET, computeCrc());
  }

  /** The CRC-32C of the bytes that are there. The whole batch must lie in the buffer. */
  public int computeCrc() {
    return Crc.castagnoli(buffer(), start + ATTRIBUTES_OFFSET, sizeInBytes() - ATTRIBUTES_OFFSET);
  }

  /**
   * Checks the size and the checksum.
   *
   * @throws InvalidRecordException of the corrupt kind
   */
  public void ensureValid() throws InvalidRecordException {
    int size = sizeInBytes();
    if (size < HEADER_SIZE) {
      throw InvalidRecordException.corrupt(
          start, "batch size: " + size + " (expected: >= " + HEADER_SIZE + ")");
    }
    int computed = computeCrc();
    if (computed != crc()) {
      throw InvalidRecordException.corrupt(
          start,
          String.format(
              "batch CRC-32C: %08x (expected: %08x as computed, base offset %d)",
              crc(), computed, baseOffset()));
    }
  }

  /** Adds to a sequence number; after 2147483647 comes 0 (KIP-98). */
  public static int incrementSequence(int sequence, int increment) {
    return sequence > Integer.MAX_VALUE - increment
        ? increment - (Integer.MAX_VALUE - sequence) - 1
        : sequence + increment;
  }

  @Override
  public String toString() {
    if (buf == null) {
      return "RecordBatch(unset)";
    }
    return "RecordBatch(baseOffset="
        + baseOffset()
        + ", lastOffset="
        + lastOffset()
        + ", sizeInBytes="
        + sizeInBytes()
        + ", producerId="
        + producerId()
        + ", producerEpoch="
        + producerEpoch()
        + ", baseSequence="
        + baseSequence()
        + ")";
  }
}
