package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;

/** AlterPartition, key 56, versions 0 to 3. */
public final class AlterPartition {
  private AlterPartition() {}

  /** What is asked. */
  @Api(ApiKey.ALTER_PARTITION)
  public record Request(int brokerId, @Default("-1") long brokerEpoch, List<TopicData> topics) {

    /** One topic data of the request. */
    public record TopicData(
        @Until(2) @Ignorable String topicName,
        @Since(2) @Ignorable Uuid topicId,
        List<PartitionData> partitions) {}

    /** One partition data of the request. */
    public record PartitionData(
        int partitionIndex,
        int leaderEpoch,
        @Until(3) List<Integer> newIsr,
        @Since(3) List<BrokerState> newIsrWithEpochs,
        @Since(1) byte leaderRecoveryState,
        int partitionEpoch) {}

    /** One broker state of the request. */
    public record BrokerState(int brokerId, @Default("-1") long brokerEpoch) {}
  }

  /** What is answered. */
  @Api(ApiKey.ALTER_PARTITION)
  public record Response(int throttleTimeMs, short errorCode, List<TopicData> topics) {

    /** One topic data of the response. */
    public record TopicData(
        @Until(2) @Ignorable String topicName,
        @Since(2) @Ignorable Uuid topicId,
        List<PartitionData> partitions) {}

    /** One partition data of the response. */
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
