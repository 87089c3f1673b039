package io.castellan.server.kafka.replica;

import java.util.List;

/**
 * The controller's decision that this broker leads.
 *
 * @param leaderEpoch of the decision
 * @param partitionEpoch version of the partition's state
 * @param isr broker ids of the replicas in sync
 * @param replicas broker ids of all replicas
 * @param startOffset the first offset that is written under this epoch
 */
public record Leadership(
    int leaderEpoch,
    int partitionEpoch,
    List<Integer> isr,
    List<Integer> replicas,
    long startOffset) {
  /** Copies the lists. */
  public Leadership {
    isr = List.copyOf(isr);
    replicas = List.copyOf(replicas);
  }
}
