package io.castellan.server.zk.ensemble;

import io.castellan.server.zk.tree.SnapshotImage;
import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.zk.protocol.txn.LoggedTxn;
import java.util.List;

/**
 * One thing that must happen. Steps are carried out in the order in which a role returns them, over
 * all its returns, and <em>one that waits for the disk holds up all that come after it</em>: a
 * message that follows a file is not sent before that file is on stable storage.
 */
public sealed interface Step {
  /** A transaction that was planned here goes to the log; {@link Role#onForced} tells when. */
  record LogPlanned(PlannedTxn txn) implements Step {}

  /** A transaction that a leader planned goes to the log; {@link Role#onForced} tells when. */
  record Log(LoggedTxn txn) implements Step {}

  /** Transactions that were planned here are applied; then their clients may be answered. */
  record Commit(List<PlannedTxn> txns) implements Step {}

  /** A transaction that a leader planned is applied; then its client may be answered. */
  record Apply(LoggedTxn txn) implements Step {}

  /** Waits for the disk: everything logged is on stable storage. */
  record Force() implements Step {}

  /** Waits for the disk: the epoch that was promised to a leader. */
  record WriteAcceptedEpoch(long epoch) implements Step {}

  /** Waits for the disk: the epoch whose history this server has. */
  record WriteCurrentEpoch(long epoch) implements Step {}

  /** Waits for the disk: forgets, in log and tree, what comes after a transaction. */
  record TruncateTo(long zxid) implements Step {}

  /** Waits for the disk: a leader's state takes the place of log and tree. */
  record Install(SnapshotImage image) implements Step {}

  /**
   * Sends a message, without waiting for it to arrive.
   *
   * @param to the connections it goes to; a learner has one, {@link Role#LEADER}
   */
  record Send(List<Long> to, PeerMessage message) implements Step {}

  /** Closes the connection of a learner. */
  record Drop(long connection, String why) implements Step {}

  /**
   * The ensemble is established, for this server: from now on it serves clients.
   *
   * @param epoch of the leader
   * @param lastZxid the zxid of the tree from now on; a leader's is the first of its epoch, a
   *     learner's stays {@link #AS_IT_IS}
   */
  record Serve(long epoch, long lastZxid) implements Step {
    /** The tree is at its last transaction. */
    public static final long AS_IT_IS = -1;
  }

  /** This server's history cannot be mended; the next leader is asked for all of its own. */
  record StartAnew() implements Step {}

  /** The role is over; the server looks for a leader. */
  record Leave(String why) implements Step {}

  /** The oldest sync that a client of this server waits for is done. */
  record SyncDone() implements Step {}

  /** Whether a session that a client of this server has come with is alive. */
  record SessionChecked(long sessionId, boolean valid) implements Step {}
}
