package io.castellan.zk.protocol.quorum;

import org.jspecify.annotations.Nullable;

/** The kinds of packets between a learner and its leader. */
public enum PacketType {
  /** A learner forwards a client's request. */
  REQUEST(1),
  /** The leader proposes a transaction. */
  PROPOSAL(2),
  /** A learner has what the leader sent on stable storage. */
  ACK(3),
  /** The leader commits a proposal. */
  COMMIT(4),
  /** Both sides are alive; the learner's names the sessions it has heard from. */
  PING(5),
  /** A learner asks whether a session is valid, and is told. */
  REVALIDATE(6),
  /** The leader has passed the point that a sync request asked for. */
  SYNC(7),
  /** The leader tells an observer of a committed transaction. */
  INFORM(8),
  /** The leader commits a change of the configuration. */
  COMMIT_AND_ACTIVATE(9),
  /** The end of the history that the leader hands to a learner. */
  NEW_LEADER(10),
  /** A follower introduces itself. */
  FOLLOWER_INFO(11),
  /** The leader serves from now on. */
  UP_TO_DATE(12),
  /** Transactions that the learner misses follow. */
  DIFF(13),
  /** The learner must cut its log. */
  TRUNC(14),
  /** A whole tree follows. */
  SNAP(15),
  /** An observer introduces itself. */
  OBSERVER_INFO(16),
  /** The leader names the new epoch. */
  LEADER_INFO(17),
  /** A learner accepts the new epoch. */
  ACK_EPOCH(18),
  /** The leader tells an observer of a committed change of the configuration. */
  INFORM_AND_ACTIVATE(19);

  private static final PacketType[] IN_ORDER = values();

  private final int code;

  PacketType(int code) {
    this.code = code;
  }

  /** Returns the number that stands for this type on the wire. */
  public int code() {
    return code;
  }

  /** Returns the type with this number, or null when there is none. */
  public static @Nullable PacketType fromCode(int code) {
    return code >= 1 && code <= IN_ORDER.length ? IN_ORDER[code - 1] : null;
  }
}
