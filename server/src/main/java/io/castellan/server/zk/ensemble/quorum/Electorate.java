package io.castellan.server.zk.ensemble.quorum;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whose votes count now: the voters of the current configuration and, while a newer one is known
 * but not yet active, those of both. Immutable.
 */
public final class Electorate {
  private final List<QuorumRule> rules;
  private final Set<Long> voters;

  private Electorate(List<QuorumRule> rules) {
    this.rules = rules;
    Set<Long> all = new TreeSet<>(); // in order, so that a simulation is the same each time
    rules.forEach(rule -> all.addAll(rule.voters()));
    this.voters = Collections.unmodifiableSet(all);
  }

  /** The electorate of one configuration. */
  public static Electorate of(QuorumRule current) {
    return new Electorate(List.of(current));
  }

  /** The electorate between two configurations. */
  public static Electorate between(QuorumRule current, QuorumRule next) {
    return new Electorate(List.of(current, next));
  }

  /** The servers that vote in either configuration. */
  public Set<Long> voters() {
    return voters;
  }

  /** Whether a server votes in either configuration. */
  public boolean isVoter(long serverId) {
    return voters.contains(serverId);
  }

  /** How much a server weighs in the current configuration, which decides who may lead. */
  public long weight(long serverId) {
    return rules.get(0).weight(serverId);
  }

  /** Whether these servers are a quorum of each configuration. */
  public boolean isQuorum(Set<Long> serverIds) {
    for (QuorumRule rule : rules) {
      if (!rule.isQuorum(serverIds)) {
        return false;
      }
    }
    return true;
  }
}
