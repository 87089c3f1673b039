package io.castellan.server.kafka.cluster;

import java.util.List;

/**
 * A partition as clients are told of it.
 *
 * @param partition its number
 * @param leader broker id, -1 for none
 * @param leaderEpoch grows with every change of leader
 * @param replicas broker ids, the preferred leader first
 * @param isr broker ids of those in sync
 * @param partitionEpoch version of its state znode
 */
public record PartitionImage(
    int partition,
    int leader,
    int leaderEpoch,
    List<Integer> replicas,
    List<Integer> isr,
    int partitionEpoch) {
  /** What stands for no leader. */
  public static final int NO_LEADER = -1;

  /** Copies the lists. */
  public PartitionImage {
    replicas = List.copyOf(replicas);
    isr = List.copyOf(isr);
  }
}
