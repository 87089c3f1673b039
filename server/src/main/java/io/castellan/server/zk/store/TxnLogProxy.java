package io.castellan.server.zk.store;

import io.castellan.server.lane.Lane;
import io.netty.buffer.ByteBuf;
import java.util.function.LongConsumer;

/**
 * The log as the ensemble lane sees it: appends cross to the txnlog lane, and come back as one word
 * for each group that has been forced.
 *
 * <p>There is no timer: whatever has queued while the disk was busy is the next group, so that
 * groups grow with the load. A disk that fails ends the lane, by the lane's rule; nothing is
 * reported as forced from then on.
 */
public final class TxnLogProxy {
  private final Lane lane;
  private final TxnLog txnLog;
  private final LongConsumer onForced;
  private long lastAppendedZxid;
  private long lastForcedZxid;

  /**
   * To be made before the lane is started.
   *
   * @param lane the txnlog lane, which owns the log from now on
   * @param onForced told, on the txnlog lane, the last zxid of each group that is on stable
   *     storage, in rising order
   */
  public TxnLogProxy(Lane lane, TxnLog txnLog, LongConsumer onForced) {
    this.lane = lane;
    this.txnLog = txnLog;
    this.onForced = onForced;
    lane.onDrained(this::onDrained);
  }

  /**
   * Appends a transaction.
   *
   * @param blob the transaction's bytes; the reference passes to the log
   */
  public void newEntry(long zxid, ByteBuf blob) {
    lane.execute(() -> onNewEntry(zxid, blob));
  }

  /** Begins a new file with the next transaction, as when a snapshot begins. */
  public void newRoll() {
    lane.execute(txnLog::roll);
  }

  /**
   * Closes the log after everything that was appended has been forced; then {@code onClosed} runs,
   * on the txnlog lane.
   */
  public void newClose(Runnable onClosed) {
    lane.execute(
        () -> {
          onDrained();
          txnLog.close();
          onClosed.run();
        });
  }

  private void onNewEntry(long zxid, ByteBuf blob) {
    try {
      txnLog.append(zxid, blob);
    } finally {
      blob.release();
    }
    lastAppendedZxid = zxid;
  }

  private void onDrained() {
    if (lastAppendedZxid != lastForcedZxid) {
      txnLog.force();
      lastForcedZxid = lastAppendedZxid;
      onForced.accept(lastForcedZxid);
    }
  }
}
