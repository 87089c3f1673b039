package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.Compression;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.Record;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.kafka.protocol.record.RecordReader;
import io.netty.buffer.ByteBuf;
import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a compaction leaves of a batch of magic 2, and writes that.
 *
 * <p>A record stays if it is the last of its key. If it is a tombstone, it stays until the horizon
 * of its batch has passed, which the first compaction that could have dropped it sets (KIP-534).
 * Records of aborted transactions go; a marker goes once nothing of its transaction is left, after
 * a horizon of its own. What stays keeps its offset, and the batch its range of offsets and
 * sequence numbers; a batch that says how far a living producer has come stays even without records
 * (KAFKA-4586 and KIP-98).
 *
 * <p>Used by one thread.
 */
final class BatchCleaner {
  private final OffsetMap map;
  private final CleanedTransactions transactions;
  private final Map<Long, LastRecord> producers;
  private final long nowMs;
  private final long horizonMs;
  private final RecordReader reader;
  private final BitSet kept = new BitSet();
  private int recordsRead;
  private boolean tombstones;

  /**
   * @param producers the last records of all producers that the log remembers
   * @param deleteRetentionMs how long from now on a tombstone is to stay, {@code
   *     delete.retention.ms}
   * @param maxRecordBytes the largest record that is held in memory
   */
  BatchCleaner(
      OffsetMap map,
      CleanedTransactions transactions,
      Map<Long, LastRecord> producers,
      long nowMs,
      long deleteRetentionMs,
      int maxRecordBytes) {
    this.map = map;
    this.transactions = transactions;
    this.producers = producers;
    this.nowMs = nowMs;
    // An unlimited retention must not become a horizon in the past.
    this.horizonMs =
        deleteRetentionMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + deleteRetentionMs;
    this.reader = new RecordReader(RecordReader.Depth.WHOLE, maxRecordBytes);
  }

  /**
   * Writes what stays of a batch.
   *
   * @return how many records that are; 0 also if nothing at all was written
   * @throws InvalidRecordException if the batch cannot be read: then it must not be lost
   */
  int clean(RecordBatch batch, ByteBuf out) throws InvalidRecordException {
    boolean finished =
        batch.isControl() ? transactions.onControl(batch) : transactions.onData(batch);
    boolean discard = finished && (!batch.isControl() || isPast(batch));
    int count = discard ? 0 : choose(batch);
    if (count == 0) {
      if (isLastOfProducer(batch)) {
        RecordBatchBuilder.writeEmpty(batch, out);
      }
      return 0;
    }
    boolean newHorizon =
        !batch.hasDeleteHorizon() && (tombstones || (finished && batch.isControl()));
    if (count == recordsRead && !newHorizon) {
      out.writeBytes(batch.buffer(), batch.index(), batch.sizeInBytes());
    } else {
      rewrite(batch, newHorizon, out);
    }
    return count;
  }

  /** Marks which records stay, and returns how many. */
  private int choose(RecordBatch batch) throws InvalidRecordException {
    kept.clear();
    tombstones = false;
    recordsRead = 0;
    int count = 0;
    try (reader) {
      reader.open(batch);
      while (reader.next()) {
        Record record = reader.record();
        if (batch.isControl() || stays(record, batch)) {
          kept.set(recordsRead);
          tombstones |= record.valueSize() < 0;
          count++;
        }
        recordsRead++;
      }
    }
    return count;
  }

  private boolean stays(Record record, RecordBatch batch) {
    if (record.offset() > map.latestOffset()) {
      return true; // the map was full before it came to this one
    }
    ByteBuf key = record.key();
    if (key == null) {
      return false; // from before the topic was compacted: there is nothing that it could replace
    }
    return record.offset() >= map.get(key) && (record.valueSize() >= 0 || !isPast(batch));
  }

  private boolean isPast(RecordBatch batch) {
    return batch.hasDeleteHorizon() && batch.baseTimestamp() <= nowMs;
  }

  private boolean isLastOfProducer(RecordBatch batch) {
    LastRecord last = batch.hasProducerId() ? producers.get(batch.producerId()) : null;
    if (last == null) {
      return false;
    }
    return last.lastDataOffset() >= 0
        ? batch.lastOffset() == last.lastDataOffset()
        : batch.isControl() && batch.producerEpoch() == last.epoch();
  }

  private void rewrite(RecordBatch batch, boolean newHorizon, ByteBuf out)
      throws InvalidRecordException {
    RecordBatchBuilder builder =
        new RecordBatchBuilder(out)
            .compression(codecOf(batch))
            .baseOffset(batch.baseOffset())
            .leaderEpoch(batch.partitionLeaderEpoch())
            .producer(
                batch.producerId(),
                batch.producerEpoch(),
                batch.baseSequence(),
                batch.isTransactional());
    switch (batch.timestampType()) {
      case LOG_APPEND_TIME -> builder.logAppendTime(batch.maxTimestamp());
      case CREATE_TIME -> {
        // The largest timestamp of what stays.
      }
    }
    if (batch.isControl()) {
      builder.control();
    }
    if (newHorizon) {
      builder.deleteHorizon(horizonMs);
    } else if (batch.hasDeleteHorizon()) {
      builder.deleteHorizon(batch.baseTimestamp());
    }
    boolean finished = false;
    try (reader) {
      reader.open(batch);
      for (int i = 0; reader.next(); i++) {
        if (kept.get(i)) {
          builder.retain(reader.record());
        }
      }
      builder.lastOffsetDelta(batch.lastOffsetDelta()).finish();
      finished = true;
    } finally {
      if (!finished) {
        builder.abandon();
      }
    }
  }

  private static Compression codecOf(RecordBatch batch) {
    @Nullable Compression codec = batch.compression();
    if (codec == null) {
      throw new IllegalStateException("batch was read in a codec that does not exist");
    }
    return codec;
  }
}
