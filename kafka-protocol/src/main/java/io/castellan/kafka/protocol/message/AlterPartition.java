package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;

/**
 * Leader proposes a new ISR (AlterIsr in 2.7).
 *
 * <p>Key 56, versions 0 to 3, flexible since 0. Sent by brokers, to the controller.
 */
public final class AlterPartition {

  private AlterPartition() {}

  /**
   * What is asked.
   *
   * @param brokerId the broker's id
   * @param brokerEpoch the zxid that the broker registered with, or -1
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.ALTER_PARTITION)
  public record Request(int brokerId, @Default("-1") long brokerEpoch, List<TopicData> topics) {

    /**
     * A topic.
     *
     * @param topicName the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record TopicData(
        @Until(2) @Ignorable String topicName,
        @Since(2) @Ignorable Uuid topicId,
        List<PartitionData> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param leaderEpoch the epoch of the leader, or -1 when unknown
     * @param newIsr the replicas that are in sync
     * @param newIsrWithEpochs the replicas that are in sync, with their brokers' epochs (KIP-903)
     * @param leaderRecoveryState 1 while the leader recovers from an unclean election, else 0
     * @param partitionEpoch the version of the partition's state; the version of its znode under
     *     ZooKeeper
     */
    public record PartitionData(
        int partitionIndex,
        int leaderEpoch,
        @Until(3) List<Integer> newIsr,
        @Since(3) List<BrokerState> newIsrWithEpochs,
        @Since(1) byte leaderRecoveryState,
        int partitionEpoch) {}

    /**
     * A replica that is in sync, and its broker's epoch.
     *
     * @param brokerId the broker's id
     * @param brokerEpoch the zxid that the broker registered with, or -1
     */
    public record BrokerState(int brokerId, @Default("-1") long brokerEpoch) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.ALTER_PARTITION)
  public record Response(int throttleTimeMs, short errorCode, List<TopicData> topics) {

    /**
     * A topic.
     *
     * @param topicName the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record TopicData(
        @Until(2) @Ignorable String topicName,
        @Since(2) @Ignorable Uuid topicId,
        List<PartitionData> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param leaderId the id of the broker that leads, or -1
     * @param leaderEpoch the epoch of the leader, or -1 when unknown
     * @param isr the replicas that are in sync
     * @param leaderRecoveryState 1 while the leader recovers from an unclean election, else 0
     * @param partitionEpoch the version of the partition's state; the version of its znode under
     *     ZooKeeper
     */
    public record PartitionData(
        int partitionIndex,
        short errorCode,
        int leaderId,
        int leaderEpoch,
        List<Integer> isr,
        @Since(1) @Ignorable byte leaderRecoveryState,
        int partitionEpoch) {}
  }
}
