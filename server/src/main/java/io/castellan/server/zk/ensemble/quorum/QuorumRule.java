package io.castellan.server.zk.ensemble.quorum;

import java.util.Set;

/**
 * What makes a set of voters a quorum of one configuration: any two quorums have a voter in common.
 * Immutable.
 */
public sealed interface QuorumRule permits MajorityRule, GroupRule {
  /** The servers that vote. */
  Set<Long> voters();

  /** How much a server's voice weighs; 0 for one that does not vote. */
  long weight(long serverId);

  /**
   * Whether these servers decide.
   *
   * @param serverIds any servers; those that do not vote are passed over
   */
  boolean isQuorum(Set<Long> serverIds);
}
