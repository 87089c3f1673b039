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
 * Share state: write.
 *
 * <p>Key 85, versions 0 to 1, flexible since 0. Sent by brokers.
 */
public final class WriteShareGroupState {

  private WriteShareGroupState() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.WRITE_SHARE_GROUP_STATE)
  public record Request(String groupId, List<WriteStateData> topics) {

    /**
     * A topic.
     *
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record WriteStateData(Uuid topicId, List<PartitionData> partitions) {}

    /**
     * A partition.
     *
     * @param partition the partition's number within the topic
     * @param stateEpoch the epoch of the share-partition's state
     * @param leaderEpoch the epoch of the leader, or -1 when unknown
     * @param startOffset the first offset that is still to be delivered, or -1
     * @param deliveryCompleteCount how many records beyond the start offset are done with, or -1
     * @param stateBatches ranges of offsets with the state of their delivery
     */
    public record PartitionData(
        int partition,
        int stateEpoch,
        int leaderEpoch,
        long startOffset,
        @Since(1) @Ignorable @Default("-1") int deliveryCompleteCount,
        List<StateBatch> stateBatches) {}

    /**
     * A range of records and the state of their delivery.
     *
     * @param firstOffset the first offset of the range, inclusive
     * @param lastOffset the last offset of the range, inclusive
     * @param deliveryState 0 available, 2 acknowledged, 4 archived
     * @param deliveryCount how often the records have been delivered
     */
    public record StateBatch(
        long firstOffset, long lastOffset, byte deliveryState, short deliveryCount) {}
  }

  /**
   * What is answered.
   *
   * @param results one outcome per thing asked for
   */
  @Api(ApiKey.WRITE_SHARE_GROUP_STATE)
  public record Response(List<WriteStateResult> results) {

    /**
     * A topic.
     *
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record WriteStateResult(Uuid topicId, List<PartitionResult> partitions) {}

    /**
     * A partition.
     *
     * @param partition the partition's number within the topic
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     */
    public record PartitionResult(
        int partition, short errorCode, @Default("null") @Nullable String errorMessage) {}
  }
}
