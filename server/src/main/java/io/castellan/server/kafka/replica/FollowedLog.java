package io.castellan.server.kafka.replica;

/** A follower's own log, as far as its way back to the leader depends on it. */
public interface FollowedLog {
  /** The first offset. */
  long logStartOffset();

  /** The next offset to be appended. */
  long logEndOffset();

  /** Up to where, exclusively, the log is known to be on every replica in sync. */
  long highWatermark();

  /** The epoch of the newest record; {@link EpochEnd#UNDEFINED_EPOCH} when no record says one. */
  int latestEpoch();

  /** How far an epoch reaches here. */
  EpochEnd endOf(int epoch);
}
