package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ReadShareGroupState, key 84, versions 0 to 0. */
public final class ReadShareGroupState {
  private ReadShareGroupState() {}

  /** What is asked. */
  @Api(ApiKey.READ_SHARE_GROUP_STATE)
  public record Request(String groupId, List<ReadStateData> topics) {

    /** One read state data of the request. */
    public record ReadStateData(Uuid topicId, List<PartitionData> partitions) {}

    /** One partition data of the request. */
    public record PartitionData(int partition, int leaderEpoch) {}
  }

  /** What is answered. */
  @Api(ApiKey.READ_SHARE_GROUP_STATE)
  public record Response(List<ReadStateResult> results) {

    /** One read state result of the response. */
    public record ReadStateResult(Uuid topicId, List<PartitionResult> partitions) {}

    /** One partition result of the response. */
    public record PartitionResult(
        int partition,
        short errorCode,
        @Default("null") @Nullable String errorMessage,
        int stateEpoch,
        long startOffset,
        List<StateBatch> stateBatches) {}

    /** One state batch of the response. */
    public record StateBatch(
        long firstOffset, long lastOffset, byte deliveryState, short deliveryCount) {}
  }
}
