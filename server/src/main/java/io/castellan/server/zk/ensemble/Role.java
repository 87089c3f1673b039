package io.castellan.server.zk.ensemble;

import io.castellan.server.zk.txn.WriteRequest;
import java.util.List;

/** What a server is to its ensemble. Owned by the ensemble lane. */
public sealed interface Role permits Standalone, Looking, Leading, Following, Observing {
  /** The connection of a learner to its leader. */
  long LEADER = 0;

  /**
   * A client of this server wants something changed.
   *
   * @param wallClockMs milliseconds since 1970
   */
  List<Step> onRequest(WriteRequest request, long wallClockMs);

  /** A client of this server wants to see all that is committed by now. */
  List<Step> onSync(long sessionId, int cxid);

  /** A client has come with a session; {@link Step.SessionChecked} tells whether it is alive. */
  List<Step> onResume(long sessionId, int timeoutMs);

  /**
   * The log of this server is on stable storage.
   *
   * @param zxid up to and including this transaction
   */
  List<Step> onForced(long zxid);

  /**
   * A peer has said something.
   *
   * @param connection over which; {@link #LEADER} for a learner
   * @param nowMs the monotonic clock
   * @param wallClockMs milliseconds since 1970
   */
  List<Step> onMessage(long connection, PeerMessage message, long nowMs, long wallClockMs);

  /** A connection is gone. */
  List<Step> onClosed(long connection);

  /** To be called twice a tick. */
  List<Step> onTick(long nowMs);

  /**
   * The role is over, and everything logged is on stable storage: what is to be applied, so that
   * the tree is as far as the log (Zab 1.0: a vote names the last transaction that was logged).
   */
  List<Step> onLeft();

  /** The tree was replaced, while nothing was logged or being logged: go on from its zxid. */
  void onTreeReplaced();

  /** Whether it is for this server to say that a session has expired. */
  default boolean expiresSessions() {
    return false;
  }

  /** How many transactions are logged or being logged and not yet committed. */
  int outstanding();

  /** The word that the four-letter words use for this role. */
  String mode();
}
