package io.castellan.server.zk.peer;

import io.castellan.server.lane.Lane;
import io.castellan.server.zk.metrics.LogMetrics;
import io.castellan.zk.protocol.txn.LoggedTxn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * The way from the ensemble lane to the log and back.
 *
 * <p>Transactions collect here while the ensemble lane drains its queue and cross over in one task;
 * on the other side, one force serves everything that was appended since the last. Where the disk
 * takes less time than the crossing, the thread that brought the work borrows the txnlog lane too:
 * see {@link ForcePace}.
 */
final class TxnLogProxy {
  private final Lane ensemble;
  private final Lane txnlog;
  private final TxnLogWriter log;
  private final SnapshotTrigger trigger;
  private final LogMetrics metrics;
  private final LongConsumer onForced;
  private final Runnable onSnapshotDue;
  private final ForcePace pace = new ForcePace();
  private final HeldTime held = new HeldTime();
  // Owned by the ensemble lane.
  private List<LoggedTxn> collected = new ArrayList<>();
  // Owned by the txnlog lane.
  private long appendedZxid;
  private boolean dirty;
  private boolean snapshotDue;

  /**
   * @param onForced told, on the ensemble lane, up to which zxid the log is on stable storage
   * @param onSnapshotDue told, on the ensemble lane, that the log has grown enough for a snapshot
   */
  TxnLogProxy(
      Lane ensemble,
      Lane txnlog,
      TxnLogWriter log,
      SnapshotTrigger trigger,
      LogMetrics metrics,
      LongConsumer onForced,
      Runnable onSnapshotDue) {
    this.ensemble = ensemble;
    this.txnlog = txnlog;
    this.log = log;
    this.trigger = trigger;
    this.metrics = metrics;
    this.onForced = onForced;
    this.onSnapshotDue = onSnapshotDue;
    ensemble.onDrained(this::hand);
    txnlog.onDrained(this::force);
  }

  /** To be logged. On the ensemble lane. */
  void append(LoggedTxn txn) {
    collected.add(txn);
  }

  /**
   * Something to be done on the txnlog lane, after all that was appended is forced. On the ensemble
   * lane.
   *
   * @param onDisk returns what is then to be done on the ensemble lane
   * @param next what comes after that
   */
  void afterwards(Supplier<Runnable> onDisk, Runnable next) {
    hand();
    txnlog.execute(
        () -> {
          force();
          Runnable then = onDisk.get();
          ensemble.execute(
              () -> {
                then.run();
                next.run();
              });
        });
  }

  /**
   * For how long threads that read from clients have waited for a slow force since this was last
   * asked, in milliseconds. On the ensemble lane.
   */
  long takeHeldMs() {
    return TimeUnit.NANOSECONDS.toMillis(held.take(ensemble.clock().nanoTime()));
  }

  /** The next transaction starts a new file of the log. On the ensemble lane. */
  void roll() {
    txnlog.execute(log::roll);
  }

  private void hand() {
    if (!collected.isEmpty()) {
      List<LoggedTxn> batch = collected;
      collected = new ArrayList<>();
      long handedNanos = ensemble.clock().nanoTime();
      Runnable task = () -> onAppend(batch, handedNanos);
      Executor later = ensemble.borrowerLater();
      if (later != null && pace.isQuick()) {
        forceLater(task, later);
      } else {
        txnlog.execute(task);
      }
    }
  }

  /**
   * The thread that has brought the work forces it too, after what else it has read: one force for
   * all of that, and nobody is woken.
   */
  private void forceLater(Runnable task, Executor later) {
    txnlog.enqueue(task);
    try {
      later.execute(txnlog::runHere);
    } catch (RejectedExecutionException ended) {
      txnlog.wake();
    }
  }

  private void onAppend(List<LoggedTxn> batch, long handedNanos) {
    long takenNanos = txnlog.clock().nanoTime();
    for (LoggedTxn txn : batch) {
      if (trigger.onAppend(log.append(txn))) {
        log.roll();
        snapshotDue = true;
      }
      appendedZxid = txn.zxid();
    }
    dirty = true;
    metrics.onAppended(
        batch.size(), handedNanos, takenNanos, txnlog.clock().nanoTime(), txnlog.depth());
  }

  private void force() {
    if (!dirty) {
      return;
    }
    long beforeNanos = txnlog.clock().nanoTime();
    boolean lent = txnlog.isLent();
    if (lent) {
      held.begin(beforeNanos);
    }
    log.force();
    long forcedNanos = txnlog.clock().nanoTime();
    if (lent) {
      held.end(forcedNanos);
    }
    pace.onForced(forcedNanos - beforeNanos, forcedNanos);
    metrics.onFlushed(forcedNanos);
    dirty = false;
    long zxid = appendedZxid;
    boolean due = snapshotDue;
    snapshotDue = false;
    Runnable task =
        () -> {
          onForced.accept(zxid);
          if (due) {
            onSnapshotDue.run();
          }
        };
    if (txnlog.depth() == 0) {
      ensemble.executeHere(task); // nothing to write: this thread has the time to apply
    } else {
      ensemble.execute(task);
    }
  }
}
