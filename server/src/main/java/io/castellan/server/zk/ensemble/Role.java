package io.castellan.server.zk.ensemble;

import io.castellan.server.zk.txn.WriteRequest;

/** What a server does with writes. Owned by the ensemble lane. */
public sealed interface Role permits Standalone {
  /**
   * A client of this server wants something changed.
   *
   * @param wallClockMs milliseconds since 1970
   */
  Effects onRequest(WriteRequest request, long wallClockMs);

  /**
   * The log of this server is on stable storage.
   *
   * @param zxid up to and including this transaction
   */
  Effects onForced(long zxid);

  /** The tree was replaced, while nothing was logged or being logged: go on from its zxid. */
  void onTreeReplaced();

  /** How many transactions are logged or being logged and not yet committed. */
  int outstanding();

  /** The word that the four-letter words use for this role. */
  String mode();
}
