package io.castellan.server.zk.peer;

import io.castellan.server.zk.txn.PlannedTxn;

/** Whoever waits for a write. */
@FunctionalInterface
public interface Completion {
  /** Nobody waits. */
  Completion NOBODY = planned -> {};

  /** The write is in the tree, or has failed for good. On the ensemble lane. */
  void onApplied(PlannedTxn planned);
}
