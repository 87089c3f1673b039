package io.castellan.server.kafka.shard;

import io.castellan.kafka.protocol.record.ControlRecord;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.Record;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.RecordReader;
import io.castellan.kafka.protocol.record.Records;
import io.netty.buffer.ByteBuf;

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

  private final RecordSink sink;
  private final Records records = new Records();
  private final RecordReader reader = new RecordReader(RecordReader.Depth.WHOLE, MAX_RECORD_BYTES);
  private final OpenTransactions openTransactions = new OpenTransactions();
  private long recordCount;

  ShardLoader(RecordSink sink) {
    this.sink = sink;
  }

  /** How many records were replayed. */
  long recordCount() {
    return recordCount;
  }

  /** Those that had begun at the end of what was read; whoever goes on from there owns them. */
  OpenTransactions openTransactions() {
    return openTransactions;
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
          endTransaction(batch, record);
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
      openTransactions.add(batch.producerId(), record.offset(), key, value, record.timestamp());
    } else {
      recordCount++;
      sink.replay(key.nioBuffer(), value == null ? null : value.nioBuffer(), record.timestamp());
    }
  }

  private void endTransaction(RecordBatch batch, Record marker) throws InvalidRecordException {
    boolean committed = ControlRecord.of(marker).type() == ControlRecord.Type.COMMIT;
    recordCount += openTransactions.end(batch.producerId(), marker.offset(), committed, sink);
  }
}
