package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.ControlRecord;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.RecordBatch;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Follows the transactions while a compaction reads a log in its order: which batches belong to one
 * that was aborted, and which markers have outlived all records of theirs.
 *
 * <p>Only what lies below the last stable offset is compacted, so every transaction that is met has
 * its marker further on. Used by one thread.
 */
final class CleanedTransactions {
  /** An aborted transaction whose first offset has been passed. */
  private static final class Aborting {
    final AbortedTxn txn;
    boolean hasRecords;

    Aborting(AbortedTxn txn) {
      this.txn = txn;
    }
  }

  private final PriorityQueue<AbortedTxn> ahead =
      new PriorityQueue<>(Comparator.comparingLong(AbortedTxn::firstOffset));
  private final Map<Long, Aborting> aborting = new HashMap<>();
  private final Set<Long> committing = new HashSet<>();
  private final Consumer<AbortedTxn> retained;

  /**
   * @param retained told of the aborted transactions of which batches are left, in the order of
   *     their markers
   */
  CleanedTransactions(Consumer<AbortedTxn> retained) {
    this.retained = retained;
  }

  /** Names aborted transactions before the reading comes to them; naming one twice is harmless. */
  void expect(List<AbortedTxn> aborted) {
    ahead.addAll(aborted);
  }

  /** Takes note of a batch of data, and returns whether its transaction was aborted. */
  boolean onData(RecordBatch batch) {
    passTo(batch.lastOffset());
    if (!batch.isTransactional()) {
      return false;
    }
    Aborting txn = aborting.get(batch.producerId());
    if (txn == null) {
      committing.add(batch.producerId());
      return false;
    }
    txn.hasRecords = true;
    return true;
  }

  /**
   * Takes note of a control batch, and returns whether nothing of its transaction was left for this
   * reading to meet: then nobody needs the marker any more.
   */
  boolean onControl(RecordBatch batch) throws InvalidRecordException {
    passTo(batch.lastOffset());
    ControlRecord marker = ControlRecord.of(batch);
    if (marker == null) {
      return true; // emptied by an earlier compaction
    }
    return switch (marker.type()) {
      case ABORT -> {
        Aborting txn = aborting.remove(batch.producerId());
        boolean alive = txn != null && txn.hasRecords;
        if (alive) {
          retained.accept(txn.txn);
        }
        yield !alive;
      }
      case COMMIT -> !committing.remove(batch.producerId());
      case OTHER -> false;
    };
  }

  private void passTo(long offset) {
    for (AbortedTxn next = ahead.peek();
        next != null && next.firstOffset() <= offset;
        next = ahead.peek()) {
      ahead.remove();
      aborting.putIfAbsent(next.producerId(), new Aborting(next));
    }
  }
}
