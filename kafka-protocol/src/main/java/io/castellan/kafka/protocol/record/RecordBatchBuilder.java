package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches of magic 2: those that a broker makes itself (group offsets, transaction markers,
 * batches whose codec it changes).
 *
 * <pre>{@code
 * RecordBatchBuilder builder = new RecordBatchBuilder(out).compression(Compression.ZSTD);
 * builder.append(timestampMs, key, value, headers);
 * builder.finish();
 * }</pre>
 *
 * <p>The batch is appended to the writer index of the buffer given, which grows as it must and
 * stays the caller's. The body of a compressed batch is gathered in a buffer of the same allocator
 * and released by {@link #finish}, or {@link #abandon} if it never comes to that.
 *
 * <p>For one batch; not for two threads.
 */
public final class RecordBatchBuilder {
  private final ByteBuf out;
  private final int start;
  private final RecordBatch batch = new RecordBatch();
  private Compression compression = Compression.NONE;
  private int level;
  private long baseOffset;
  private int leaderEpoch = RecordBatch.NO_LEADER_EPOCH;
  private long producerId = RecordBatch.NO_PRODUCER_ID;
  private short producerEpoch = RecordBatch.NO_PRODUCER_EPOCH;
  private int baseSequence = RecordBatch.NO_SEQUENCE;
  private int attributeBits;
  private long appendTimeMs = RecordBatch.NO_TIMESTAMP;
  private long baseTimestamp = RecordBatch.NO_TIMESTAMP;
  private long maxTimestamp = RecordBatch.NO_TIMESTAMP;
  private boolean baseTimestampFixed;
  private int count;
  private int lastOffsetDelta = -1;
  private @Nullable ByteBuf staging;
  private @Nullable OutputStream compressor;
  private boolean finished;

  /** A builder of a batch at the writer index of a buffer. */
  public RecordBatchBuilder(ByteBuf out) {
    this.out = out;
    this.start = out.writerIndex();
    out.writeZero(RecordBatch.HEADER_SIZE);
  }

  /** Sets the codec, at its default level. To be called before the first record. */
  public RecordBatchBuilder compression(Compression codec) {
    return compression(codec, codec.defaultLevel());
  }

  /** Sets the codec and its level. To be called before the first record. */
  public RecordBatchBuilder compression(Compression codec, int codecLevel) {
    requireEmpty();
    compression = codec;
    level = codecLevel;
    return this;
  }

  /** Sets the base offset; 0 unless set. */
  public RecordBatchBuilder baseOffset(long offset) {
    baseOffset = offset;
    return this;
  }

  /** Sets the epoch of the leader; -1 unless set. */
  public RecordBatchBuilder leaderEpoch(int epoch) {
    leaderEpoch = epoch;
    return this;
  }

  /** Makes it a batch of an idempotent or transactional producer. */
  public RecordBatchBuilder producer(
      long id, short epoch, int firstSequence, boolean transactional) {
    producerId = id;
    producerEpoch = epoch;
    baseSequence = firstSequence;
    attributeBits = transactional ? attributeBits | RecordBatch.TRANSACTIONAL_BIT : attributeBits;
    return this;
  }

  /** Stamps the batch with the time at which the leader appends it. */
  public RecordBatchBuilder logAppendTime(long nowMs) {
    attributeBits |= RecordBatch.TIMESTAMP_TYPE_BIT;
    appendTimeMs = nowMs;
    return this;
  }

  /** Makes it a control batch; its record has to be a {@link ControlRecord}'s. */
  public RecordBatchBuilder control() {
    requireEmpty();
    attributeBits |= RecordBatch.CONTROL_BIT;
    return this;
  }

  /**
   * Says from when on compaction may drop the batch's tombstones, or its marker (KIP-534). It takes
   * the place of the base timestamp, to which the records' timestamps are relative.
   */
  public RecordBatchBuilder deleteHorizon(long horizonMs) {
    requireEmpty();
    attributeBits |= RecordBatch.DELETE_HORIZON_BIT;
    baseTimestamp = horizonMs;
    baseTimestampFixed = true;
    return this;
  }

  /** Appends a record at the next offset. */
  public RecordBatchBuilder append(
      long timestampMs, byte @Nullable [] key, byte @Nullable [] value) {
    return append(timestampMs, key, value, List.of());
  }

  /** Appends a record at the next offset. */
  public RecordBatchBuilder append(
      long timestampMs,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<RecordHeader> headers) {
    int headerBytes = Varint.sizeOf(headers.size());
    for (RecordHeader header : headers) {
      headerBytes += sizeOf(header.keyBytes()) + sizeOf(header.value());
    }
    ByteBuf to = begin(lastOffsetDelta + 1, timestampMs, sizeOf(key) + sizeOf(value) + headerBytes);
    writeBytes(to, key);
    writeBytes(to, value);
    Varint.writeInt(to, headers.size());
    for (RecordHeader header : headers) {
      writeBytes(to, header.keyBytes());
      writeBytes(to, header.value());
    }
    end(to);
    return this;
  }

  /** Appends a record of another batch at the next offset: its key, value, headers, timestamp. */
  public RecordBatchBuilder append(Record record) {
    return append(record, lastOffsetDelta + 1);
  }

  /**
   * Appends a record of another batch at the place that it has there, which must be behind the last
   * one here.
   */
  public RecordBatchBuilder retain(Record record) {
    return append(record, record.offsetDelta());
  }

  private RecordBatchBuilder append(Record record, int offsetDelta) {
    int recordEnd = record.endIndex;
    int headerBytes = recordEnd - record.headersIndex + Varint.sizeOf(record.headerCount());
    ByteBuf key = record.key();
    ByteBuf value = record.value();
    int size =
        Varint.sizeOf(record.keySize())
            + Math.max(record.keySize(), 0)
            + Varint.sizeOf(record.valueSize())
            + Math.max(record.valueSize(), 0)
            + headerBytes;
    ByteBuf to = begin(offsetDelta, record.timestamp(), size);
    Varint.writeInt(to, record.keySize());
    if (key != null) {
      to.writeBytes(key);
    }
    Varint.writeInt(to, record.valueSize());
    if (value != null) {
      to.writeBytes(value);
    }
    Varint.writeInt(to, record.headerCount());
    to.writeBytes(record.window, record.headersIndex, recordEnd - record.headersIndex);
    end(to);
    return this;
  }

  /** Makes it the control batch that ends a transaction. The batch must have no other record. */
  public RecordBatchBuilder marker(long timestampMs, ControlRecord marker) {
    return control().append(timestampMs, marker.keyBytes(), marker.valueBytes());
  }

  /** How many records there are so far. */
  public int count() {
    return count;
  }

  /**
   * The bytes of the batch so far; for a compressed one what the codec has let go of, which lags
   * behind.
   */
  public int sizeInBytes() {
    return out.writerIndex() - start;
  }

  /**
   * Sets the last offset that the batch had before compaction took its last records. To be called
   * after the last record.
   *
   * @param delta to the base offset
   */
  public RecordBatchBuilder lastOffsetDelta(int delta) {
    lastOffsetDelta = delta;
    return this;
  }

  /**
   * Writes what compaction leaves of a batch that has lost all of its records and whose header is
   * needed still: it says which sequence number its producer has come to.
   */
  public static void writeEmpty(RecordBatch from, ByteBuf out) {
    int start = out.writerIndex();
    out.writeBytes(from.buffer(), from.index(), RecordBatch.HEADER_SIZE);
    int kept =
        RecordBatch.TIMESTAMP_TYPE_BIT | RecordBatch.TRANSACTIONAL_BIT | RecordBatch.CONTROL_BIT;
    out.setInt(
            start + RecordBatch.LENGTH_OFFSET, RecordBatch.HEADER_SIZE - RecordBatch.LOG_OVERHEAD)
        .setShort(start + RecordBatch.ATTRIBUTES_OFFSET, from.attributes() & kept)
        .setLong(start + RecordBatch.BASE_TIMESTAMP_OFFSET, RecordBatch.NO_TIMESTAMP)
        .setInt(start + RecordBatch.COUNT_OFFSET, 0);
    RecordBatch empty = new RecordBatch().wrap(out, start);
    out.setInt(start + RecordBatch.CRC_OFFSET, empty.computeCrc());
  }

  /**
   * Ends the batch: fills its header in.
   *
   * @return a view over it
   */
  public RecordBatch finish() {
    if (finished || count == 0) {
      throw new IllegalStateException("batch already finished or without records");
    }
    finished = true;
    try {
      if (compressor != null) {
        compressor.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("compressing into memory", e);
    } finally {
      releaseStaging();
    }
    boolean appendTime = (attributeBits & RecordBatch.TIMESTAMP_TYPE_BIT) != 0;
    out.setLong(start, baseOffset)
        .setInt(
            start + RecordBatch.LENGTH_OFFSET, out.writerIndex() - start - RecordBatch.LOG_OVERHEAD)
        .setInt(start + RecordBatch.EPOCH_OFFSET, leaderEpoch)
        .setByte(start + RecordBatch.MAGIC_OFFSET, RecordBatch.MAGIC)
        .setShort(start + RecordBatch.ATTRIBUTES_OFFSET, attributeBits | compression.id())
        .setInt(start + RecordBatch.LAST_OFFSET_DELTA_OFFSET, lastOffsetDelta)
        .setLong(start + RecordBatch.BASE_TIMESTAMP_OFFSET, baseTimestamp)
        .setLong(start + RecordBatch.MAX_TIMESTAMP_OFFSET, appendTime ? appendTimeMs : maxTimestamp)
        .setLong(start + RecordBatch.PRODUCER_ID_OFFSET, producerId)
        .setShort(start + RecordBatch.PRODUCER_EPOCH_OFFSET, producerEpoch)
        .setInt(start + RecordBatch.BASE_SEQUENCE_OFFSET, baseSequence)
        .setInt(start + RecordBatch.COUNT_OFFSET, count);
    batch.wrap(out, start);
    out.setInt(start + RecordBatch.CRC_OFFSET, batch.computeCrc());
    return batch;
  }

  /** Gives the batch up: the buffer is as it was before, whatever had been appended. */
  public void abandon() {
    finished = true;
    try {
      if (compressor != null) {
        compressor.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("compressing into memory", e);
    } finally {
      releaseStaging();
      out.writerIndex(start);
    }
  }

  /** Writes a record up to its key and returns where the rest of it goes. */
  private ByteBuf begin(int offsetDelta, long timestampMs, int restBytes) {
    if (finished) {
      throw new IllegalStateException("batch already finished");
    }
    if (count == 0 && !baseTimestampFixed) {
      baseTimestamp = timestampMs;
    }
    maxTimestamp = Math.max(maxTimestamp, timestampMs);
    long timestampDelta = timestampMs - baseTimestamp;
    ByteBuf to = compression == Compression.NONE ? out : staging();
    Varint.writeInt(to, 1 + Varint.sizeOf(timestampDelta) + Varint.sizeOf(offsetDelta) + restBytes);
    to.writeByte(0);
    Varint.writeLong(to, timestampDelta);
    Varint.writeInt(to, offsetDelta);
    lastOffsetDelta = offsetDelta;
    count++;
    return to;
  }

  private void end(ByteBuf to) {
    OutputStream codec = compressor;
    if (codec == null) {
      return;
    }
    try {
      to.readBytes(codec, to.readableBytes());
      to.clear();
    } catch (IOException e) {
      throw new UncheckedIOException("compressing into memory", e);
    }
  }

  private ByteBuf staging() {
    ByteBuf open = staging;
    if (open == null) {
      open = out.alloc().heapBuffer();
      staging = open;
      try {
        compressor = compression.newOutputStream(out, level);
      } catch (IOException e) {
        throw new UncheckedIOException("compressing into memory", e);
      }
    }
    return open;
  }

  private void releaseStaging() {
    if (staging != null) {
      staging.release();
      staging = null;
    }
    compressor = null;
  }

  private void requireEmpty() {
    if (count > 0) {
      throw new IllegalStateException("batch already has records");
    }
  }

  private static int sizeOf(byte @Nullable [] bytes) {
    return bytes == null ? 1 : Varint.sizeOf(bytes.length) + bytes.length;
  }

  private static void writeBytes(ByteBuf to, byte @Nullable [] bytes) {
    if (bytes == null) {
      Varint.writeInt(to, -1);
    } else {
      Varint.writeInt(to, bytes.length);
      to.writeBytes(bytes);
    }
  }
}
