package io.castellan.server.zk.txn;

import io.castellan.server.zk.tree.TreeEdit;
import io.castellan.zk.protocol.txn.LoggedTxn;

/**
 * A transaction that was decided but not yet committed.
 *
 * @param txn as it is logged and proposed
 * @param done the tree that it leads to, given that all before it are committed
 */
public record PlannedTxn(LoggedTxn txn, TreeEdit.Done done) {
  /** The transaction's zxid. */
  public long zxid() {
    return txn.zxid();
  }
}
