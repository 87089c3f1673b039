package io.castellan.server.zk.request;

import io.castellan.server.zk.tree.Change;
import io.castellan.server.zk.txn.PlannedTxn;

/** What writes have in common. */
final class Writes {
  private Writes() {}

  /** The one change that a single write made. */
  static Change only(PlannedTxn planned) {
    return planned.done().changes().get(0);
  }
}
