package io.castellan.server.kafka.shard;

import io.castellan.kafka.protocol.record.ControlRecord;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.Record;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.RecordReader;
import io.castellan.kafka.protocol.record.Records;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replays the log of a partition, into a shard that nobody else sees yet or into a checkpoint.
 * Records of a transaction count when its COMMIT marker is met, and never when an ABORT marker or
 * the end of the log is. Used by one thread.
 */
final class ShardLoader implements ShardLog.BatchSink {
  /**
   * Larger than any record that a coordinator writes: a group's is bounded by max.message.bytes.
   */
  private static final int MAX_RECORD_BYTES = 256 * 1024 * 1024;

  private record Pending(byte[] key, byte @Nullable [] value, long timestampMs) {}

  private final RecordSink sink;
  private final Records records = new Records();
  private final RecordReader reader = new RecordReader(RecordReader.Depth.WHOLE, MAX_RECORD_BYTES);
  private final Map<Long, List<Pending>> openTransactions = new HashMap<>();
  private long recordCount;

  ShardLoader(RecordSink sink) {
    this.sink = sink;
  }

  /** How many records were replayed. */
  long recordCount() {
    return recordCount;
  }

  /** Whether a transaction has begun whose end was not met yet. */
  boolean isInTransaction() {
    return !openTransactions.isEmpty();
  }

  @Override
  public void onBatches(ByteBuf batches, long nextOffset) {
    try {
      records.wrap(batches);
      while (records.next()) {
        if (records.magic() == RecordBatch.MAGIC) {
          replay(records.batch());
        }
      }
    } catch (InvalidRecordException corrupt) {
      throw new IllegalStateException("coordinator log cannot be read", corrupt);
    }
  }

  private void replay(RecordBatch batch) throws InvalidRecordException {
    try (reader) {
      reader.open(batch);
      while (reader.next()) {
        Record record = reader.record();
        if (batch.isControl()) {
          endTransaction(batch.producerId(), ControlRecord.of(record).type());
        } else if (record.keySize() >= 0) {
          replay(batch, record);
        }
      }
    }
  }

  private void replay(RecordBatch batch, Record record) {
    ByteBuf key = record.key();
    ByteBuf value = record.value();
    if (key == null) {
      return;
    }
    if (batch.isTransactional()) {
      openTransactions
          .computeIfAbsent(batch.producerId(), id -> new ArrayList<>())
          .add(new Pending(copy(key), value == null ? null : copy(value), record.timestamp()));
    } else {
      recordCount++;
      sink.replay(key.nioBuffer(), value == null ? null : value.nioBuffer(), record.timestamp());
    }
  }

  private void endTransaction(long producerId, ControlRecord.Type type) {
    List<Pending> pending = openTransactions.remove(producerId);
    if (pending == null || type != ControlRecord.Type.COMMIT) {
      return;
    }
    for (Pending record : pending) {
      recordCount++;
      sink.replay(
          ByteBuffer.wrap(record.key),
          record.value == null ? null : ByteBuffer.wrap(record.value),
          record.timestampMs);
    }
  }

  private static byte[] copy(ByteBuf bytes) {
    byte[] copy = new byte[bytes.readableBytes()];
    bytes.getBytes(bytes.readerIndex(), copy);
    return copy;
  }
}
