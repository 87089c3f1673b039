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
  private final LiveSessions sessions;
  private PendingChanges pending;
  private final Deque<PlannedTxn> proposals = new ArrayDeque<>();
  private long lastZxid;

  /**
   * @param tree the recovered tree; everything in the log is applied to it
   */
  public Standalone(TxnPlanner planner, ZnodeTree tree, LiveSessions sessions) {
    this.planner = planner;
    this.tree = tree;
    this.sessions = sessions;
    this.pending = new PendingChanges(tree);
    this.lastZxid = tree.lastZxid();
  }

  @Override
  public List<Step> onRequest(WriteRequest request, long wallClockMs) {
    PlannedTxn proposal = planner.plan(request, pending, ++lastZxid, wallClockMs);
    proposals.add(proposal);
    return List.of(new Step.LogPlanned(proposal));
  }

  /** What is committed is applied here, always. */
  @Override
  public List<Step> onSync(long sessionId, int cxid) {
    return List.of(new Step.SyncDone());
  }

  @Override
  public List<Step> onResume(long sessionId, int timeoutMs) {
    return List.of(new Step.SessionChecked(sessionId, sessions.touch(sessionId, timeoutMs)));
  }

  @Override
  public List<Step> onForced(long zxid) {
    List<PlannedTxn> committed = new ArrayList<>();
    while (!proposals.isEmpty() && proposals.element().zxid() <= zxid) {
      PlannedTxn next = proposals.remove();
      pending.onCommitted(next);
      committed.add(next);
    }
    return List.of(new Step.Commit(committed));
  }

  @Override
  public List<Step> onMessage(long connection, PeerMessage message, long nowMs, long wallClockMs) {
    return List.of();
  }

  @Override
  public List<Step> onClosed(long connection) {
    return List.of();
  }

  @Override
  public List<Step> onTick(long nowMs) {
    return List.of();
  }

  @Override
  public List<Step> onLeft() {
    return List.of();
  }

  @Override
  public void onTreeReplaced() {
    pending = new PendingChanges(tree);
    lastZxid = tree.lastZxid();
  }

  @Override
  public boolean expiresSessions() {
    return true;
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
