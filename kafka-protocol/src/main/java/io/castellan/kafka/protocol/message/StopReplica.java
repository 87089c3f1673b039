package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;

/**
 * Stop (and delete) replicas.
 *
 * <p>Key 5, versions 0 to 4, flexible since 2. Sent by the controller, to brokers.
 */
public final class StopReplica {

  private StopReplica() {}

  /**
   * What is asked.
   *
   * @param controllerId the id of the controller, or -1
   * @param isKRaftController whether the controller is one of KRaft
   * @param controllerEpoch the epoch of the controller, which fences its predecessors
   * @param brokerEpoch the zxid that the broker registered with, or -1
   * @param deletePartitions whether the replicas are to be deleted
   * @param ungroupedPartitions the partitions, not yet grouped by topic
   * @param topics the topics, each with its partitions
   * @param topicStates the topics, each with its partitions
   */
  @Api(ApiKey.STOP_REPLICA)
  public record Request(
      int controllerId,
      @Since(4) boolean isKRaftController,
      int controllerEpoch,
      @Since(1) @Ignorable @Default("-1") long brokerEpoch,
      @Until(3) boolean deletePartitions,
      @Until(1) List<PartitionV0> ungroupedPartitions,
      @Since(1) @Until(3) List<TopicV1> topics,
      @Since(3) List<TopicState> topicStates) {

    /**
     * A partition.
     *
     * @param topicName the topic's name
     * @param partitionIndex the partition's number within the topic
     */
    public record PartitionV0(String topicName, int partitionIndex) {}

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param partitionIndexes the numbers of the partitions
     */
    public record TopicV1(String name, List<Integer> partitionIndexes) {}

    /**
     * A topic.
     *
     * @param topicName the topic's name
     * @param partitionStates the partitions of the topic
     */
    public record TopicState(String topicName, List<PartitionState> partitionStates) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param leaderEpoch the epoch of the leader; -2 when the topic is deleted
     * @param deletePartition whether the replica is to be deleted
     */
    public record PartitionState(
        int partitionIndex, @Default("-1") int leaderEpoch, boolean deletePartition) {}
  }

  /**
   * What is answered.
   *
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param partitionErrors one outcome per partition
   */
  @Api(ApiKey.STOP_REPLICA)
  public record Response(short errorCode, List<PartitionError> partitionErrors) {

    /**
     * What became of a partition.
     *
     * @param topicName the topic's name
     * @param partitionIndex the partition's number within the topic
     * @param errorCode what went wrong, or 0; see ErrorCode
     */
    public record PartitionError(String topicName, int partitionIndex, short errorCode) {}
  }
}
