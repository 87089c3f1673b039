package io.castellan.server.zk.ensemble;

import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.server.zk.txn.PendingChanges;
import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.server.zk.txn.TxnPlanner;
import io.castellan.server.zk.txn.WriteRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * An ensemble of one: a quorum is this server's own log. Owned by the ensemble lane.
 *
 * <p>zxids go on from the last one of the log, in whatever epoch that was, as on a stock server.
 */
public final class Standalone implements Role {
  private final TxnPlanner planner;
  private final ZnodeTree tree;
  private PendingChanges pending;
  private final Deque<PlannedTxn> proposals = new ArrayDeque<>();
  private long lastZxid;

  /**
   * @param tree the recovered tree; everything in the log is applied to it
   */
  public Standalone(TxnPlanner planner, ZnodeTree tree) {
    this.planner = planner;
    this.tree = tree;
    this.pending = new PendingChanges(tree);
    this.lastZxid = tree.lastZxid();
  }

  @Override
  public Effects onRequest(WriteRequest request, long wallClockMs) {
    PlannedTxn proposal = planner.plan(request, pending, ++lastZxid, wallClockMs);
    proposals.add(proposal);
    return Effects.log(proposal);
  }

  @Override
  public Effects onForced(long zxid) {
    List<PlannedTxn> committed = new ArrayList<>();
    while (!proposals.isEmpty() && proposals.element().zxid() <= zxid) {
      PlannedTxn next = proposals.remove();
      pending.onApplied(next);
      committed.add(next);
    }
    return Effects.commit(committed);
  }

  @Override
  public void onTreeReplaced() {
    pending = new PendingChanges(tree);
    lastZxid = tree.lastZxid();
  }

  @Override
  public int outstanding() {
    return proposals.size();
  }

  @Override
  public String mode() {
    return "standalone";
  }
}
