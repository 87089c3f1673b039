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
 * Make a broker leader or follower of partitions.
 *
 * <p>Key 4, versions 0 to 7, flexible since 4. Sent by the controller, to brokers.
 */
public final class LeaderAndIsr {

  private LeaderAndIsr() {}

  /**
   * What is asked.
   *
   * @param controllerId the id of the controller, or -1
   * @param isKRaftController whether the controller is one of KRaft
   * @param controllerEpoch the epoch of the controller, which fences its predecessors
   * @param brokerEpoch the zxid that the broker registered with, or -1
   * @param type 0 when unknown, 1 for a change, 2 for the full state
   * @param ungroupedPartitionStates the partitions to lead or follow
   * @param topicStates the partitions to lead or follow, by topic
   * @param liveLeaders where the leaders are reached
   */
  @Api(ApiKey.LEADER_AND_ISR)
  public record Request(
      int controllerId,
      @Since(7) boolean isKRaftController,
      int controllerEpoch,
      @Since(2) @Ignorable @Default("-1") long brokerEpoch,
      @Since(5) byte type,
      @Until(2) List<PartitionState> ungroupedPartitionStates,
      @Since(2) List<TopicState> topicStates,
      List<LiveLeader> liveLeaders) {

    /**
     * A partition.
     *
     * @param topicName the topic's name
     * @param partitionIndex the partition's number within the topic
     * @param controllerEpoch the epoch of the controller, which fences its predecessors
     * @param leader the id of the broker that leads, or -1
     * @param leaderEpoch the epoch of the leader, or -1 when unknown
     * @param isr the replicas that are in sync
     * @param partitionEpoch the version of the partition's state; the version of its znode under
     *     ZooKeeper
     * @param replicas the brokers that hold the partition, the preferred leader first
     * @param addingReplicas the replicas that a reassignment adds
     * @param removingReplicas the replicas that a reassignment removes
     * @param isNew whether the replica is to be created
     * @param leaderRecoveryState 1 while the leader recovers from an unclean election, else 0
     */
    public record PartitionState(
        @Until(2) @Ignorable String topicName,
        int partitionIndex,
        int controllerEpoch,
        int leader,
        int leaderEpoch,
        List<Integer> isr,
        int partitionEpoch,
        List<Integer> replicas,
        @Since(3) @Ignorable List<Integer> addingReplicas,
        @Since(3) @Ignorable List<Integer> removingReplicas,
        @Since(1) @Ignorable boolean isNew,
        @Since(6) byte leaderRecoveryState) {}

    /**
     * A topic.
     *
     * @param topicName the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param partitionStates the partitions of the topic
     */
    public record TopicState(
        String topicName,
        @Since(5) @Ignorable Uuid topicId,
        List<PartitionState> partitionStates) {}

    /**
     * A leader and where it is reached.
     *
     * @param brokerId the broker's id
     * @param hostName the broker's host
     * @param port the port that clients connect to
     */
    public record LiveLeader(int brokerId, String hostName, int port) {}
  }

  /**
   * What is answered.
   *
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param partitionErrors one outcome per partition
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.LEADER_AND_ISR)
  public record Response(
      short errorCode,
      @Until(5) List<PartitionError> partitionErrors,
      @Since(5) List<TopicError> topics) {

    /**
     * What became of a partition.
     *
     * @param topicName the topic's name
     * @param partitionIndex the partition's number within the topic
     * @param errorCode what went wrong, or 0; see ErrorCode
     */
    public record PartitionError(
        @Until(5) @Ignorable String topicName, int partitionIndex, short errorCode) {}

    /**
     * A topic.
     *
     * @param topicId the topic's id; zero when it has none
     * @param partitionErrors one outcome per partition
     */
    public record TopicError(Uuid topicId, List<PartitionError> partitionErrors) {}
  }
}
