package io.castellan.server.zk.ensemble;

/**
 * What a server has when it takes up a role.
 *
 * @param serverId its number in the ensemble
 * @param acceptedEpoch the highest epoch that it has promised to a leader, on stable storage
 * @param currentEpoch the epoch whose history it has, on stable storage
 * @param lastZxid the last transaction in its log, which is also the last one in its tree
 * @param oldestZxid the last transaction of the oldest snapshot on its disk: before that it cannot
 *     go back
 * @param startsAnew whether it has been told to go back further, and so needs all of its leader's
 *     history
 */
public record Standing(
    long serverId,
    long acceptedEpoch,
    long currentEpoch,
    long lastZxid,
    long oldestZxid,
    boolean startsAnew) {
  /** Whether another's history is ahead of this one (Zab 1.0, discovery). */
  boolean isBehind(long otherCurrentEpoch, long otherLastZxid) {
    return otherCurrentEpoch > currentEpoch
        || (otherCurrentEpoch == currentEpoch && otherLastZxid > lastZxid);
  }
}
