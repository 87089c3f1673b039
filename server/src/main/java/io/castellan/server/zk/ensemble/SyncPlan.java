package io.castellan.server.zk.ensemble;

import io.castellan.zk.protocol.txn.LoggedTxn;
import java.util.List;

/**
 * How a learner gets the leader's history: what it lacks, what it has too much cut off, or all
 * anew. The rules are those of stock's leader since 3.5, so that mixed ensembles behave alike.
 *
 * @param kind what is done
 * @param zxid with DIFF the last transaction of the leader, or of the learner when it lacks none;
 *     with TRUNC the last one that it keeps; with SNAP the leader's last
 * @param txns what is sent after it
 */
record SyncPlan(Kind kind, long zxid, List<LoggedTxn> txns) {
  enum Kind {
    DIFF,
    TRUNC,
    SNAP
  }

  /**
   * Decides.
   *
   * @param learnerZxid the last transaction in the learner's log
   * @param lastZxid the last one in the leader's tree
   * @param log the last ones that the leader has committed
   * @param forceSnapshot whether all learners get all ({@code zookeeper.forceSnapshotSync})
   */
  static SyncPlan of(long learnerZxid, long lastZxid, CommittedLog log, boolean forceSnapshot) {
    if (forceSnapshot) {
      return snap(lastZxid);
    }
    if (learnerZxid == lastZxid) {
      return new SyncPlan(Kind.DIFF, learnerZxid, List.of());
    }
    if (!log.isEmpty() && log.lastZxid() != lastZxid && !Zxid.isFirst(lastZxid)) {
      return snap(lastZxid); // it does not reach to the end of the tree, so it says nothing of it
    }
    long first = log.isEmpty() ? lastZxid : log.firstZxid();
    long last = log.isEmpty() ? lastZxid : log.lastZxid();
    if (learnerZxid > last && !Zxid.isFirst(learnerZxid)) {
      return new SyncPlan(Kind.TRUNC, last, List.of());
    }
    if (learnerZxid < first || learnerZxid > last) {
      return snap(lastZxid);
    }
    return walk(learnerZxid, lastZxid, log);
  }

  /** The learner's last transaction lies between the first and the last one that are known. */
  private static SyncPlan walk(long learnerZxid, long lastZxid, CommittedLog log) {
    List<LoggedTxn> from = log.from(learnerZxid);
    if (from.isEmpty()) {
      return snap(lastZxid);
    }
    long next = from.get(0).zxid();
    if (next == learnerZxid) {
      return new SyncPlan(Kind.DIFF, log.lastZxid(), from.subList(1, from.size()));
    }
    if (Zxid.isFirst(learnerZxid)) {
      // It has led, or followed, an epoch in which nothing was written: it lacks, and has no more.
      return new SyncPlan(Kind.DIFF, log.lastZxid(), from);
    }
    long before = log.lastBefore(learnerZxid);
    if (before < 0 || Zxid.epoch(next) != Zxid.epoch(learnerZxid)) {
      // Its log must not be cut where an epoch ends: what it has may differ long before.
      return snap(lastZxid);
    }
    return new SyncPlan(Kind.TRUNC, before, from);
  }

  private static SyncPlan snap(long lastZxid) {
    return new SyncPlan(Kind.SNAP, lastZxid, List.of());
  }
}
