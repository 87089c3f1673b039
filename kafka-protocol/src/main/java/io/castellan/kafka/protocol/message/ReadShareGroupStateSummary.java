package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Share state: summary.
 *
 * <p>Key 87, versions 0 to 1, flexible since 0. Sent by brokers.
 */
public final class ReadShareGroupStateSummary {

  private ReadShareGroupStateSummary() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.READ_SHARE_GROUP_STATE_SUMMARY)
  public record Request(String groupId, List<ReadStateSummaryData> topics) {

    /**
     * A topic.
     *
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record ReadStateSummaryData(Uuid topicId, List<PartitionData> partitions) {}

    /**
     * A partition.
     *
     * @param partition the partition's number within the topic
     * @param leaderEpoch the epoch of the leader, or -1 when unknown
     */
    public record PartitionData(int partition, int leaderEpoch) {}
  }

  /**
   * What is answered.
   *
   * @param results one outcome per thing asked for
   */
  @Api(ApiKey.READ_SHARE_GROUP_STATE_SUMMARY)
  public record Response(List<ReadStateSummaryResult> results) {

    /**
     * A topic.
     *
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record ReadStateSummaryResult(Uuid topicId, List<PartitionResult> partitions) {}

    /**
     * A partition.
     *
     * @param partition the partition's number within the topic
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     * @param stateEpoch the epoch of the share-partition's state
     * @param leaderEpoch the epoch of the leader, or -1 when unknown
     * @param startOffset the first offset that is still to be delivered, or -1
     * @param deliveryCompleteCount how many records beyond the start offset are done with, or -1
     */
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
