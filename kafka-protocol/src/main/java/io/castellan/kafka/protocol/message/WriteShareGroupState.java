package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** WriteShareGroupState, key 85, versions 0 to 1. */
public final class WriteShareGroupState {
  private WriteShareGroupState() {}

  /** What is asked. */
  @Api(ApiKey.WRITE_SHARE_GROUP_STATE)
  public record Request(String groupId, List<WriteStateData> topics) {

    /** One write state data of the request. */
    public record WriteStateData(Uuid topicId, List<PartitionData> partitions) {}

    /** One partition data of the request. */
    public record PartitionData(
        int partition,
        int stateEpoch,
        int leaderEpoch,
        long startOffset,
        @Since(1) @Ignorable @Default("-1") int deliveryCompleteCount,
        List<StateBatch> stateBatches) {}

    /** One state batch of the request. */
    public record StateBatch(
        long firstOffset, long lastOffset, byte deliveryState, short deliveryCount) {}
  }

  /** What is answered. */
  @Api(ApiKey.WRITE_SHARE_GROUP_STATE)
  public record Response(List<WriteStateResult> results) {

    /** One write state result of the response. */
    public record WriteStateResult(Uuid topicId, List<PartitionResult> partitions) {}

    /** One partition result of the response. */
    public record PartitionResult(
        int partition, short errorCode, @Default("null") @Nullable String errorMessage) {}
  }
}
