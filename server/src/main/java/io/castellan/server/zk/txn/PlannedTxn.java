package io.castellan.server.zk.txn;

import io.castellan.server.zk.tree.TreeEdit;
import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.zk.protocol.txn.LoggedTxn;

/**
 * A transaction that was decided but not yet committed.
 *
 * @param txn as it is logged and proposed
 * @param done the tree that it leads to, given that all before it are committed
 */
public record PlannedTxn(LoggedTxn txn, TreeEdit.Done done) {
  /** A transaction that another server has planned, as it is on this server's tree. */
  public static PlannedTxn of(LoggedTxn txn, ZnodeTree tree) {
    return new PlannedTxn(txn, tree.plan(txn));
  }

  /** The transaction's zxid. */
  public long zxid() {
    return txn.zxid();
  }
}
