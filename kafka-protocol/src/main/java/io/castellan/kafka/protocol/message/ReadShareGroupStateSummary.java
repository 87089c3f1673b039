package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ReadShareGroupStateSummary, key 87, versions 0 to 1. */
public final class ReadShareGroupStateSummary {
  private ReadShareGroupStateSummary() {}

  /** What is asked. */
  @Api(ApiKey.READ_SHARE_GROUP_STATE_SUMMARY)
  public record Request(String groupId, List<ReadStateSummaryData> topics) {

    /** One read state summary data of the request. */
    public record ReadStateSummaryData(Uuid topicId, List<PartitionData> partitions) {}

    /** One partition data of the request. */
    public record PartitionData(int partition, int leaderEpoch) {}
  }

  /** What is answered. */
  @Api(ApiKey.READ_SHARE_GROUP_STATE_SUMMARY)
  public record Response(List<ReadStateSummaryResult> results) {

    /** One read state summary result of the response. */
    public record ReadStateSummaryResult(Uuid topicId, List<PartitionResult> partitions) {}

    /** One partition result of the response. */
    public record PartitionResult(
        int partition,
        short errorCode,
        @Default("null") @Nullable String errorMessage,
        int stateEpoch,
        int leaderEpoch,
        long startOffset,
        @Since(1) @Ignorable @Default("-1") int deliveryCompleteCount) {}
  }
}
