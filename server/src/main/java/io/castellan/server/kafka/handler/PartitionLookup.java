package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.partition.PartitionProxy;
import io.castellan.server.kafka.partition.PartitionTable;
import org.jspecify.annotations.Nullable;

/**
 * Finds the partition that a request means, by name or by topic id, or why it is not served here.
 */
final class PartitionLookup {

  /**
   * What was found.
   *
   * @param error {@code NONE}, or what the client is told
   * @param partition null unless the error is {@code NONE}
   */
  record Found(ErrorCode error, @Nullable PartitionProxy partition) {
    private static Found not(ErrorCode error) {
      return new Found(error, null);
    }
  }

  private final PartitionTable table;
  private final ClusterLookup cluster;

  PartitionLookup(PartitionTable table, ClusterLookup cluster) {
    this.table = table;
    this.cluster = cluster;
  }

  /**
   * The name of the topic that a request means.
   *
   * @param byId whether the request's version names topics by id
   * @return null when no topic has the id
   */
  @Nullable String topicName(boolean byId, String name, Uuid topicId) {
    if (!byId) {
      return name;
    }
    String hosted = table.topicName(topicId);
    return hosted != null ? hosted : cluster.topicName(topicId);
  }

  /** A partition that this broker leads. */
  Found leading(String topic, int partition) {
    PartitionProxy found = table.find(topic, partition);
    if (found != null) {
      ErrorCode error = found.role().error();
      return error == ErrorCode.NONE ? new Found(error, found) : Found.not(error);
    }
    return Found.not(
        cluster.exists(topic, partition)
            ? ErrorCode.NOT_LEADER_OR_FOLLOWER
            : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  }

  /** Who leads a partition, for the answer's hint (KIP-951); null when that is not known. */
  ClusterLookup.@Nullable Leader leader(String topic, int partition, String listenerName) {
    return cluster.leader(topic, partition, listenerName);
  }
}
