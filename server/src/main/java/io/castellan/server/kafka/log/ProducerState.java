package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * What a partition remembers of one idempotent producer: its epoch, its last five batches, its open
 * transaction (KIP-98). Owned by the partition's lane.
 */
final class ProducerState {
  /** As many batches as a producer may have in flight. */
  static final int KEPT_BATCHES = 5;

  static final long NO_OFFSET = -1;

  /**
   * A batch that is in the log.
   *
   * @param lastSequence its last record's sequence number
   * @param lastOffset its last record's offset
   * @param offsetDelta its last record's offset minus its first one's
   * @param timestamp its largest timestamp
   */
  record Batch(int lastSequence, long lastOffset, int offsetDelta, long timestamp) {
    int firstSequence() {
      // The inverse of RecordBatch.incrementSequence: before 0 comes 2147483647.
      return lastSequence >= offsetDelta
          ? lastSequence - offsetDelta
          : Integer.MAX_VALUE - (offsetDelta - lastSequence) + 1;
    }

    long firstOffset() {
      return lastOffset - offsetDelta;
    }
  }

  final long producerId;
  short epoch = RecordBatch.NO_PRODUCER_EPOCH;
  int coordinatorEpoch = -1;
  long lastTimestamp = RecordBatch.NO_TIMESTAMP;
  long txnFirstOffset = NO_OFFSET;
  private final @Nullable Batch[] batches = new @Nullable Batch[KEPT_BATCHES];
  private int count;

  ProducerState(long producerId) {
    this.producerId = producerId;
  }

  /** The last batch, or null if there is none of the current epoch. */
  @Nullable Batch last() {
    return count == 0 ? null : batches[count - 1];
  }

  /** For people to look at. */
  ActiveProducer description() {
    return new ActiveProducer(
        producerId, epoch, lastSequence(), lastTimestamp, coordinatorEpoch, txnFirstOffset);
  }

  /** What has to be found again after a restart. */
  LastRecord lastRecord() {
    Batch last = last();
    return new LastRecord(last == null ? NO_OFFSET : last.lastOffset, epoch);
  }

  /** The last sequence number, or -1. */
  int lastSequence() {
    Batch last = last();
    return last == null ? RecordBatch.NO_SEQUENCE : last.lastSequence;
  }

  /** The kept batch with exactly these sequence numbers, or null. */
  @Nullable Batch duplicateOf(short batchEpoch, int firstSequence, int lastSequence) {
    if (batchEpoch != epoch) {
      return null;
    }
    for (int i = 0; i < count; i++) {
      Batch kept = batches[i];
      if (kept != null
          && kept.lastSequence == lastSequence
          && kept.firstSequence() == firstSequence) {
        return kept;
      }
    }
    return null;
  }

  /** Takes an epoch; a new one forgets the batches of the old. */
  void takeEpoch(short newEpoch) {
    if (newEpoch != epoch) {
      epoch = newEpoch;
      count = 0;
    }
  }

  /** Remembers a batch, and forgets the oldest if there are too many. */
  void add(Batch batch) {
    if (count == KEPT_BATCHES) {
      System.arraycopy(batches, 1, batches, 0, KEPT_BATCHES - 1);
      count--;
    }
    batches[count++] = batch;
    lastTimestamp = batch.timestamp;
  }
}
