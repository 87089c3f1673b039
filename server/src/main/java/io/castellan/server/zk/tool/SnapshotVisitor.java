package io.castellan.server.zk.tool;

import io.castellan.server.zk.store.TreeSink;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.castellan.zk.protocol.txn.TxnDigest;

/** Sees the sessions and nodes of one snapshot go by, and keeps none of them. */
interface SnapshotVisitor extends TreeSink {
  @Override
  default void beginLoad(long zxid) {}

  @Override
  default void loadSession(long sessionId, int timeoutMs) {}

  @Override
  default void loadDigest(long zxid, TxnDigest digest) {}

  @Override
  default void endLoad() {}

  @Override
  default void replay(LoggedTxn txn) {
    throw new IllegalStateException("a snapshot has no transactions");
  }
}
