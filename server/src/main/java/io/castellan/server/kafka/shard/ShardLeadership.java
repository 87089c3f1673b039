package io.castellan.server.kafka.shard;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.partition.LeaderAndIsr;
import io.castellan.server.kafka.partition.PartitionHost;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Stands between the controller and the partitions, and tells the coordinators when this broker
 * comes to lead, or stops leading, a partition of their topic. From any thread.
 */
public final class ShardLeadership implements PartitionHost {
  private final PartitionHost partitions;
  private final int brokerId;
  private final Map<String, ShardRuntime<?>> runtimesByTopic;

  /**
   * @param partitions who really hosts them
   * @param brokerId this broker's
   * @param runtimesByTopic the coordinators, by internal topic
   */
  public ShardLeadership(
      PartitionHost partitions, int brokerId, Map<String, ShardRuntime<?>> runtimesByTopic) {
    this.partitions = partitions;
    this.brokerId = brokerId;
    this.runtimesByTopic = Map.copyOf(runtimesByTopic);
  }

  @Override
  public CompletionStage<ErrorCode> becomeLeaderOrFollower(LeaderAndIsr decision) {
    CompletionStage<ErrorCode> done = partitions.becomeLeaderOrFollower(decision);
    ShardRuntime<?> runtime = runtimesByTopic.get(decision.topicPartition().topic());
    if (runtime == null) {
      return done;
    }
    int partition = decision.topicPartition().partition();
    return done.thenApply(
        error -> {
          if (error == ErrorCode.NONE && decision.leader() == brokerId) {
            runtime.onLeading(partition, decision.leaderEpoch());
          } else if (error == ErrorCode.NONE) {
            runtime.onResigned(partition, decision.leaderEpoch());
          }
          return error;
        });
  }

  @Override
  public CompletionStage<ErrorCode> stopReplica(
      TopicPartition topicPartition, int leaderEpoch, boolean delete) {
    CompletionStage<ErrorCode> done = partitions.stopReplica(topicPartition, leaderEpoch, delete);
    ShardRuntime<?> runtime = runtimesByTopic.get(topicPartition.topic());
    if (runtime == null) {
      return done;
    }
    return done.thenApply(
        error -> {
          if (error == ErrorCode.NONE) {
            runtime.onResigned(topicPartition.partition(), leaderEpoch);
          }
          return error;
        });
  }

  @Override
  public void updateTopicConfig(String topic, Map<String, String> topicConfig) {
    partitions.updateTopicConfig(topic, topicConfig);
  }
}
