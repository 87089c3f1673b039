package io.castellan.server.zk.ensemble;

import io.castellan.server.zk.tree.SnapshotImage;
import io.castellan.server.zk.txn.WriteRequest;
import io.castellan.zk.protocol.txn.LoggedTxn;
import java.util.Map;

/** What a learner and its leader say to each other, in order, over one connection. */
public sealed interface PeerMessage {

  // From a learner.

  /**
   * Who the learner is (FOLLOWERINFO, OBSERVERINFO).
   *
   * @param serverId its number
   * @param observer whether it only observes
   * @param acceptedEpoch the highest epoch that it has promised
   * @param configVersion the version of its configuration; 0 for one that never changed
   */
  record Introduction(long serverId, boolean observer, long acceptedEpoch, long configVersion)
      implements PeerMessage {}

  /**
   * The learner has promised the new epoch (ACKEPOCH).
   *
   * @param lastZxid the last transaction in its log
   * @param currentEpoch the epoch whose history it has; {@link #PROMISED_BEFORE} if it had promised
   *     this very epoch earlier, perhaps to another leader: then its promise counts for nobody
   */
  record EpochPromise(long lastZxid, long currentEpoch) implements PeerMessage {
    static final long PROMISED_BEFORE = -1;
  }

  /**
   * Something of the leader's is on the learner's stable storage (ACK).
   *
   * @param zxid of a proposal; or the first of the new epoch, for the history that goes before it
   */
  record Ack(long zxid) implements PeerMessage {}

  /** A client of the learner wants something changed (REQUEST). */
  record Request(WriteRequest request) implements PeerMessage {}

  /** A client of the learner wants to see all that is committed by now (REQUEST for a sync). */
  record SyncRequest(long sessionId, int cxid) implements PeerMessage {}

  /**
   * The learner is alive, and so are some of its clients (PING).
   *
   * @param zxid as in the {@link Ping}
   * @param sessions those heard from since the last time, and their timeouts in milliseconds
   */
  record Pong(long zxid, Map<Long, Integer> sessions) implements PeerMessage {}

  /** A client has come to the learner with a session (REVALIDATE). */
  record Revalidate(long sessionId, int timeoutMs) implements PeerMessage {}

  // From the leader.

  /** The epoch that the leader asks for (LEADERINFO). */
  record NewEpoch(long epoch) implements PeerMessage {}

  /**
   * The learner's history is right, and what it lacks follows (DIFF).
   *
   * @param zxid the last transaction that follows
   */
  record Diff(long zxid) implements PeerMessage {}

  /** The learner must forget what it has after a transaction (TRUNC). */
  record Truncate(long zxid) implements PeerMessage {}

  /** All that the leader has; the learner's own history is void (SNAP). */
  record WholeState(SnapshotImage image) implements PeerMessage {}

  /** To be logged, and acknowledged (PROPOSAL). */
  record Proposal(LoggedTxn txn) implements PeerMessage {}

  /** A proposal is committed (COMMIT). */
  record Commit(long zxid) implements PeerMessage {}

  /** A transaction is committed, for learners that are not asked before (INFORM). */
  record Inform(LoggedTxn txn) implements PeerMessage {}

  /**
   * The history that the epoch begins with is complete (NEWLEADER).
   *
   * @param config the text of the configuration; empty from 3.4
   */
  record HistoryEnd(long epoch, String config) implements PeerMessage {}

  /** The leader is established; the learner may serve (UPTODATE). */
  record UpToDate() implements PeerMessage {}

  /**
   * The leader is alive (PING).
   *
   * @param zxid the last one that it has proposed
   */
  record Ping(long zxid) implements PeerMessage {}

  /** Whether a session is alive (REVALIDATE). */
  record Revalidated(long sessionId, boolean valid) implements PeerMessage {}

  /** What was committed when the oldest sync was asked for has been sent (SYNC). */
  record Synced() implements PeerMessage {}
}
