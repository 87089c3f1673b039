package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.ControlRecord;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a partition remembers of its idempotent and transactional producers: whether a batch is the
 * next of its producer, whether it is there already, which transactions are open (KIP-98, KIP-360).
 * Pure state: what is checked is then applied with {@link #apply}, by the append and by the replay
 * of the log alike.
 *
 * <p>Owned by the partition's lane.
 */
final class ProducerStates {
  /** A refusal: what a producer is told. */
  record Refusal(ErrorCode error, String message) {}

  /**
   * A transaction whose marker has been appended, but is not below the high watermark yet.
   *
   * @param firstOffset its first record's
   * @param markerOffset its marker's
   */
  private record Ended(long firstOffset, long markerOffset) {}

  private final LongObjectMap<ProducerState> producers = new LongObjectHashMap<>(4);
  private final TreeMap<Long, Long> openTxns = new TreeMap<>();
  private final TreeMap<Long, Ended> endedTxns = new TreeMap<>();
  private final String partition;

  /** No producers. */
  ProducerStates(String partition) {
    this.partition = partition;
  }

  /** What is known of a producer, or null. */
  @Nullable ProducerState get(long producerId) {
    return producers.get(producerId);
  }

  /** All producers, in no order. */
  Collection<ProducerState> all() {
    return producers.values();
  }

  /** Puts a producer back that a snapshot has kept. */
  void restore(ProducerState producer) {
    producers.put(producer.producerId, producer);
    if (producer.txnFirstOffset != ProducerState.NO_OFFSET) {
      openTxns.put(producer.txnFirstOffset, producer.producerId);
    }
  }

  /** The batch that is in the log already under the same sequence numbers, or null. */
  ProducerState.@Nullable Batch duplicateOf(RecordBatch batch) {
    ProducerState producer = producers.get(batch.producerId());
    return producer == null
        ? null
        : producer.duplicateOf(batch.producerEpoch(), batch.baseSequence(), batch.lastSequence());
  }

  /**
   * Whether a batch with a producer id may come next.
   *
   * @param offset the offset that it would get, for the text
   * @return null if it may
   * @throws InvalidRecordException at a control batch that holds no marker
   */
  @Nullable Refusal check(RecordBatch batch, long offset, AppendOrigin origin)
      throws InvalidRecordException {
    if (!batch.isControl()) {
      return checkData(batch, offset, origin);
    }
    ControlRecord marker = ControlRecord.of(batch);
    if (marker == null) {
      throw new InvalidRecordException(
          InvalidRecordException.Kind.INVALID, batch.index(), "control batch without a record");
    }
    return checkMarker(batch, marker, offset);
  }

  private @Nullable Refusal checkData(RecordBatch batch, long offset, AppendOrigin origin) {
    ProducerState producer = producers.get(batch.producerId());
    if (producer == null) {
      return null;
    }
    short epoch = batch.producerEpoch();
    Refusal fenced = checkEpoch(producer, epoch, offset);
    if (fenced != null) {
      return fenced;
    }
    if (origin == AppendOrigin.CLIENT) {
      Refusal outOfOrder = checkSequence(producer, epoch, batch.baseSequence(), offset);
      if (outOfOrder != null) {
        return outOfOrder;
      }
    }
    if (producer.txnFirstOffset != ProducerState.NO_OFFSET && !batch.isTransactional()) {
      return new Refusal(
          ErrorCode.INVALID_TXN_STATE,
          "transactional write expected of producer: "
              + producer.producerId
              + " at offset "
              + offset
              + " in partition "
              + partition);
    }
    return null;
  }

  private @Nullable Refusal checkMarker(RecordBatch batch, ControlRecord marker, long offset) {
    ProducerState producer = producers.get(batch.producerId());
    if (producer == null) {
      return null;
    }
    Refusal fenced = checkEpoch(producer, batch.producerEpoch(), offset);
    if (fenced != null) {
      return fenced;
    }
    if (marker.coordinatorEpoch() < producer.coordinatorEpoch) {
      return new Refusal(
          ErrorCode.TRANSACTION_COORDINATOR_FENCED,
          "coordinator epoch of producer "
              + producer.producerId
              + ": "
              + marker.coordinatorEpoch()
              + " (expected: >= "
              + producer.coordinatorEpoch
              + ") at offset "
              + offset
              + " in partition "
              + partition);
    }
    return null;
  }

  private @Nullable Refusal checkEpoch(ProducerState producer, short epoch, long offset) {
    if (epoch >= producer.epoch) {
      return null;
    }
    return new Refusal(
        ErrorCode.INVALID_PRODUCER_EPOCH,
        "epoch of producer "
            + producer.producerId
            + ": "
            + epoch
            + " (expected: >= "
            + producer.epoch
            + ") at offset "
            + offset
            + " in partition "
            + partition);
  }

  private @Nullable Refusal checkSequence(
      ProducerState producer, short epoch, int firstSequence, long offset) {
    boolean epochKnown = producer.epoch != RecordBatch.NO_PRODUCER_EPOCH;
    int expected;
    if (epoch != producer.epoch) {
      expected = 0;
    } else {
      int last = producer.lastSequence();
      expected = last == Integer.MAX_VALUE ? 0 : last + 1;
    }
    // KIP-360: of a producer without a past, any sequence number is taken.
    if (!epochKnown || firstSequence == expected) {
      return null;
    }
    return new Refusal(
        ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
        "sequence number of producer "
            + producer.producerId
            + ": "
            + firstSequence
            + " (expected: "
            + expected
            + ") with epoch "
            + epoch
            + " at offset "
            + offset
            + " in partition "
            + partition);
  }

  /**
   * Takes note of a batch with a producer id that is in the log.
   *
   * @param marker the record of a control batch; null for a batch of data, and for a control batch
   *     whose record compaction has taken
   * @return the transaction that it aborts; null if it aborts none that has records
   */
  @Nullable AbortedTxn apply(RecordBatch batch, @Nullable ControlRecord marker) {
    if (!batch.isControl()) {
      applyData(batch);
      return null;
    }
    return marker == null || marker.type() == ControlRecord.Type.OTHER
        ? null
        : applyMarker(batch, marker);
  }

  private void applyData(RecordBatch batch) {
    ProducerState producer = producer(batch.producerId());
    producer.takeEpoch(batch.producerEpoch());
    long lastOffset = batch.lastOffset();
    producer.add(
        new ProducerState.Batch(
            batch.lastSequence(), lastOffset, batch.lastOffsetDelta(), batch.maxTimestamp()));
    if (batch.isTransactional() && producer.txnFirstOffset == ProducerState.NO_OFFSET) {
      producer.txnFirstOffset = batch.baseOffset();
      openTxns.put(batch.baseOffset(), producer.producerId);
    }
  }

  private @Nullable AbortedTxn applyMarker(RecordBatch batch, ControlRecord marker) {
    ProducerState producer = producer(batch.producerId());
    producer.takeEpoch(batch.producerEpoch());
    producer.coordinatorEpoch = marker.coordinatorEpoch();
    producer.lastTimestamp = batch.maxTimestamp();
    long first = producer.txnFirstOffset;
    if (first == ProducerState.NO_OFFSET) {
      return null;
    }
    long markerOffset = batch.baseOffset();
    producer.txnFirstOffset = ProducerState.NO_OFFSET;
    openTxns.remove(first);
    // The offset that readers may go up to once this marker is replicated: the next open
    // transaction, or the end.
    long stable = openTxns.isEmpty() ? markerOffset + 1 : openTxns.firstKey();
    endedTxns.put(first, new Ended(first, markerOffset));
    return marker.type() == ControlRecord.Type.ABORT
        ? new AbortedTxn(producer.producerId, first, markerOffset, stable)
        : null;
  }

  private ProducerState producer(long producerId) {
    ProducerState producer = producers.get(producerId);
    if (producer == null) {
      producer = new ProducerState(producerId);
      producers.put(producerId, producer);
    }
    return producer;
  }

  /** The high watermark has moved: transactions whose markers are below it have ended for good. */
  void onHighWatermark(long highWatermark) {
    if (!endedTxns.isEmpty()) {
      endedTxns.values().removeIf(txn -> txn.markerOffset < highWatermark);
    }
  }

  /** The first offset that belongs to a transaction which has not ended for good, or -1. */
  long firstUnstableOffset() {
    long open = openTxns.isEmpty() ? Long.MAX_VALUE : openTxns.firstKey();
    long ended = endedTxns.isEmpty() ? Long.MAX_VALUE : endedTxns.firstKey();
    long first = Math.min(open, ended);
    return first == Long.MAX_VALUE ? ProducerState.NO_OFFSET : first;
  }

  /**
   * Forgets producers that have been idle for too long, unless a transaction of theirs is open.
   *
   * @return how many
   */
  int expire(long nowMs, long expirationMs) {
    List<Long> expired = new ArrayList<>();
    for (ProducerState producer : producers.values()) {
      if (producer.txnFirstOffset == ProducerState.NO_OFFSET
          && nowMs - producer.lastTimestamp >= expirationMs) {
        expired.add(producer.producerId);
      }
    }
    for (long producerId : expired) {
      producers.remove(producerId);
    }
    return expired.size();
  }

  /** Forgets everything. */
  void clear() {
    producers.clear();
    openTxns.clear();
    endedTxns.clear();
  }

  /** The last record of each producer, by producer id. */
  Map<Long, LastRecord> lastRecords() {
    Map<Long, LastRecord> last = new HashMap<>();
    for (ProducerState producer : all()) {
      last.put(producer.producerId, producer.lastRecord());
    }
    return last;
  }
}
