package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;

/** StopReplica, key 5, versions 0 to 4. */
public final class StopReplica {
  private StopReplica() {}

  /** What is asked. */
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

    /** One partition v0 of the request. */
    public record PartitionV0(String topicName, int partitionIndex) {}

    /** One topic v1 of the request. */
    public record TopicV1(String name, List<Integer> partitionIndexes) {}

    /** One topic state of the request. */
    public record TopicState(String topicName, List<PartitionState> partitionStates) {}

    /** One partition state of the request. */
    public record PartitionState(
        int partitionIndex, @Default("-1") int leaderEpoch, boolean deletePartition) {}
  }

  /** What is answered. */
  @Api(ApiKey.STOP_REPLICA)
  public record Response(short errorCode, List<PartitionError> partitionErrors) {

    /** One partition error of the response. */
    public record PartitionError(String topicName, int partitionIndex, short errorCode) {}
  }
}
