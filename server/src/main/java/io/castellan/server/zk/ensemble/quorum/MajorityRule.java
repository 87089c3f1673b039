package io.castellan.server.zk.ensemble.quorum;

import java.util.Set;

/**
 * More than half of the voters.
 *
 * @param voters at least one
 */
public record MajorityRule(Set<Long> voters) implements QuorumRule {
  /** A rule for these voters, which are copied. */
  public MajorityRule {
    if (voters.isEmpty()) {
      throw new IllegalArgumentException("voters: none (expected: at least one)");
    }
    voters = Set.copyOf(voters);
  }

  @Override
  public long weight(long serverId) {
    return voters.contains(serverId) ? 1 : 0;
  }

  @Override
  public boolean isQuorum(Set<Long> serverIds) {
    int count = 0;
    for (long id : serverIds) {
      if (voters.contains(id)) {
        count++;
      }
    }
    return count > voters.size() / 2;
  }
}
