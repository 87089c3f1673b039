package io.castellan.server.kafka.partition;

import io.castellan.kafka.protocol.ErrorCode;
import java.util.List;

/**
 * What this broker is for a partition at the moment. Immutable; the partition's lane publishes a
 * new one with every decision.
 *
 * @param error {@code NONE} while this broker leads; else what a client is told: {@code
 *     NOT_LEADER_OR_FOLLOWER}, or {@code KAFKA_STORAGE_ERROR} when the log directory has failed
 * @param leader the leading broker's id, -1 if there is none
 * @param leaderEpoch the epoch of the last decision
 * @param partitionEpoch version of the state znode that the decision stood in
 * @param isr the replicas in sync
 * @param replicas all replicas
 */
public record PartitionRole(
    ErrorCode error,
    int leader,
    int leaderEpoch,
    int partitionEpoch,
    List<Integer> isr,
    List<Integer> replicas) {

  /** Before the first decision. */
  static final PartitionRole NONE_YET =
      new PartitionRole(ErrorCode.NOT_LEADER_OR_FOLLOWER, -1, -1, -1, List.of(), List.of());

  static PartitionRole of(LeaderAndIsr decision, int brokerId) {
    return new PartitionRole(
        decision.leader() == brokerId ? ErrorCode.NONE : ErrorCode.NOT_LEADER_OR_FOLLOWER,
        decision.leader(),
        decision.leaderEpoch(),
        decision.partitionEpoch(),
        decision.isr(),
        decision.replicas());
  }

  /** Whether this broker leads and can reach the log. */
  public boolean leads() {
    return error == ErrorCode.NONE;
  }

  /** The same, but the log directory has failed. */
  PartitionRole offline() {
    return new PartitionRole(
        ErrorCode.KAFKA_STORAGE_ERROR, leader, leaderEpoch, partitionEpoch, isr, replicas);
  }

  /**
   * Compares the epoch that a client believes in (KIP-320).
   *
   * @param clientEpoch -1 when the client does not say
   * @return {@code NONE}, {@code FENCED_LEADER_EPOCH} or {@code UNKNOWN_LEADER_EPOCH}
   */
  public ErrorCode compareEpoch(int clientEpoch) {
    if (clientEpoch == -1 || clientEpoch == leaderEpoch) {
      return ErrorCode.NONE;
    }
    return clientEpoch < leaderEpoch
        ? ErrorCode.FENCED_LEADER_EPOCH
        : ErrorCode.UNKNOWN_LEADER_EPOCH;
  }
}
