package io.castellan.server.zk.ensemble;

import io.castellan.zk.protocol.txn.LoggedTxn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last transactions that were committed, for learners that lack only a few. Owned by the
 * ensemble lane; outlives the roles, for a follower may have to lead.
 */
public final class CommittedLog {
  private final int maxCount;
  private final Deque<LoggedTxn> txns = new ArrayDeque<>();

  /**
   * @param maxCount how many it keeps ({@code zookeeper.commitLogCount})
   */
  public CommittedLog(int maxCount) {
    this.maxCount = maxCount;
  }

  /** The next one in order. */
  public void add(LoggedTxn txn) {
    txns.add(txn);
    if (txns.size() > maxCount) {
      txns.remove();
    }
  }

  /** Forgets all: the history goes another way. */
  public void clear() {
    txns.clear();
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return txns.isEmpty();
  }

  /** The oldest one's zxid; there must be one. */
  long firstZxid() {
    return txns.element().zxid();
  }

  /** The newest one's zxid; there must be one. */
  long lastZxid() {
    return txns.getLast().zxid();
  }

  /** Those from a zxid on, oldest first. */
  List<LoggedTxn> from(long zxid) {
    List<LoggedTxn> later = new ArrayList<>();
    for (LoggedTxn txn : txns) {
      if (txn.zxid() >= zxid) {
        later.add(txn);
      }
    }
    return later;
  }

  /** The last one before a zxid, -1 if there is none. */
  long lastBefore(long zxid) {
    long last = -1;
    for (LoggedTxn txn : txns) {
      if (txn.zxid() >= zxid) {
        return last;
      }
      last = txn.zxid();
    }
    return last;
  }
}
