package io.castellan.server.kafka.partition;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.TopicPartition;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What the controller's decisions do to this broker's partitions. Any thread may call; calls for
 * one partition take effect in the order in which they were made. A stage completes on the
 * partition's lane or on the caller's thread and never exceptionally: what went wrong is its error
 * code.
 */
public interface PartitionHost {

  /**
   * Lead a partition, or follow it, as a decision says. Creates the log when there is none.
   *
   * @return {@code NONE} once the role is taken; {@code STALE_CONTROLLER_EPOCH} when the epoch is
   *     not newer than the one known; {@code INCONSISTENT_TOPIC_ID} when the log on disk has
   *     another topic id; {@code UNKNOWN_TOPIC_OR_PARTITION} when this broker is no replica; {@code
   *     KAFKA_STORAGE_ERROR} when the log cannot be opened or made
   */
  CompletionStage<ErrorCode> becomeLeaderOrFollower(LeaderAndIsr decision);

  /**
   * Stop serving a partition.
   *
   * @param leaderEpoch the decision's epoch; -1 unknown, -2 the topic is being deleted
   * @param delete whether to delete the log as well, even when the partition is not served (any
   *     more)
   * @return {@code NONE}; {@code FENCED_LEADER_EPOCH} when the epoch is older than the one known;
   *     {@code KAFKA_STORAGE_ERROR}
   */
  CompletionStage<ErrorCode> stopReplica(
      TopicPartition topicPartition, int leaderEpoch, boolean delete);

  /**
   * A topic's own settings changed.
   *
   * @param topicConfig all of them, as they stand in its config znode
   */
  void updateTopicConfig(String topic, Map<String, String> topicConfig);
}
