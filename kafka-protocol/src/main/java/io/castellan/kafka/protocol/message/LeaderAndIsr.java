package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;

/** LeaderAndIsr, key 4, versions 0 to 7. */
public final class LeaderAndIsr {
  private LeaderAndIsr() {}

  /** What is asked. */
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

    /** One partition state of the request. */
    public record PartitionState(
        @Ignorable String topicName,
        int partitionIndex,
        int controllerEpoch,
        int leader,
        int leaderEpoch,
        List<Integer> isr,
        int partitionEpoch,
        List<Integer> replicas,
        @Since(1) @Ignorable boolean isNew) {}

    /** One topic state of the request. */
    public record TopicState(
        String topicName,
        @Since(5) @Ignorable Uuid topicId,
        List<PartitionState> partitionStates) {}

    /** One live leader of the request. */
    public record LiveLeader(int brokerId, String hostName, int port) {}
  }

  /** What is answered. */
  @Api(ApiKey.LEADER_AND_ISR)
  public record Response(
      short errorCode,
      @Until(5) List<PartitionError> partitionErrors,
      @Since(5) List<TopicError> topics) {

    /** One partition error of the response. */
    public record PartitionError(
        @Ignorable String topicName, int partitionIndex, short errorCode) {}

    /** One topic error of the response. */
    public record TopicError(Uuid topicId, List<PartitionError> partitionErrors) {}
  }
}
