package io.castellan.server.zk.ensemble.quorum;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Voters with weights, in groups ({@code group.N=1:2:3}, {@code weight.1=2}): more than half of the
 * weight in each of more than half of the groups. A voter of weight 0 never counts, and a group of
 * such voters is no group.
 */
public final class GroupRule implements QuorumRule {
  private static final long DEFAULT_WEIGHT = 1;

  private final Map<Long, Long> groupOfVoter;
  private final Map<Long, Long> weightOfVoter;
  private final Map<Long, Long> weightOfGroup;

  /**
   * A rule for these groups.
   *
   * @param groupOfVoter the group's number for each voter; at least one voter must weigh something
   * @param weights what {@code weight.N} says; voters that are not in it weigh 1
   * @throws IllegalArgumentException if nobody weighs anything, a weight is negative, or one is
   *     that of a server without a group
   */
  public GroupRule(Map<Long, Long> groupOfVoter, Map<Long, Long> weights) {
    this.groupOfVoter = Map.copyOf(groupOfVoter);
    Map<Long, Long> voters = new HashMap<>();
    Map<Long, Long> groups = new HashMap<>();
    groupOfVoter.forEach(
        (voter, group) -> {
          long weight = weights.getOrDefault(voter, DEFAULT_WEIGHT);
          if (weight < 0) {
            throw new IllegalArgumentException(
                "weight." + voter + ": " + weight + " (expected: >= 0)");
          }
          voters.put(voter, weight);
          if (weight > 0) {
            groups.merge(group, weight, Math::addExact);
          }
        });
    for (long id : weights.keySet()) {
      if (!groupOfVoter.containsKey(id)) {
        throw new IllegalArgumentException("weight." + id + ": server " + id + " is in no group");
      }
    }
    if (groups.isEmpty()) {
      throw new IllegalArgumentException(
          "groups: no voter weighs anything (expected: one at least)");
    }
    this.weightOfVoter = Map.copyOf(voters);
    this.weightOfGroup = Map.copyOf(groups);
  }

  @Override
  public Set<Long> voters() {
    return groupOfVoter.keySet();
  }

  @Override
  public long weight(long serverId) {
    return weightOfVoter.getOrDefault(serverId, 0L);
  }

  @Override
  public boolean isQuorum(Set<Long> serverIds) {
    Map<Long, Long> heard = new HashMap<>();
    for (long id : serverIds) {
      Long group = groupOfVoter.get(id);
      if (group != null) {
        heard.merge(group, weight(id), Long::sum);
      }
    }
    int decided = 0;
    for (Map.Entry<Long, Long> group : weightOfGroup.entrySet()) {
      if (heard.getOrDefault(group.getKey(), 0L) > group.getValue() / 2) {
        decided++;
      }
    }
    return decided > weightOfGroup.size() / 2;
  }
}
