package io.castellan.server.zk.ensemble;

import io.castellan.server.zk.ensemble.quorum.Electorate;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How a leader comes by its epoch (Zab 1.0, discovery): one that is higher than any that a quorum
 * has promised to another leader, and that a quorum then promises to this one.
 */
final class EpochAgreement {
  private final Electorate electorate;
  private final Set<Long> heard = new HashSet<>();
  private final Set<Long> promised = new HashSet<>();
  private long highestAccepted = -1;
  private long epoch = -1;

  EpochAgreement(Electorate electorate) {
    this.electorate = electorate;
  }

  /** The epoch, once a quorum was heard. */
  OptionalLong epoch() {
    return epoch < 0 ? OptionalLong.empty() : OptionalLong.of(epoch);
  }

  /**
   * A server says which epoch it has promised.
   *
   * @return whether the epoch is known by this
   */
  boolean onIntroduction(long serverId, long acceptedEpoch) {
    if (epoch >= 0) {
      return false; // whoever comes late gets the same
    }
    highestAccepted = Math.max(highestAccepted, acceptedEpoch);
    heard.add(serverId);
    if (!electorate.isQuorum(heard)) {
      return false;
    }
    epoch = highestAccepted + 1;
    return true;
  }

  /**
   * A server has promised the epoch, and is not ahead of the leader.
   *
   * @return whether a quorum has promised it by now
   */
  boolean onPromise(long serverId) {
    promised.add(serverId);
    return isPromised();
  }

  /** Whether a quorum has promised the epoch. */
  boolean isPromised() {
    return electorate.isQuorum(promised);
  }
}
