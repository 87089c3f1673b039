package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Share state: read.
 *
 * <p>Key 84, version 0, flexible since 0. Sent by brokers.
 */
public final class ReadShareGroupState {

  private ReadShareGroupState() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.READ_SHARE_GROUP_STATE)
  public record Request(String groupId, List<ReadStateData> topics) {

    /**
     * A topic.
     *
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record ReadStateData(Uuid topicId, List<PartitionData> partitions) {}

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
  @Api(ApiKey.READ_SHARE_GROUP_STATE)
  public record Response(List<ReadStateResult> results) {

    /**
     * A topic.
     *
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record ReadStateResult(Uuid topicId, List<PartitionResult> partitions) {}

    /**
     * A partition.
     *
     * @param partition the partition's number within the topic
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     * @param stateEpoch the epoch of the share-partition's state
     * @param startOffset the first offset that is still to be delivered, or -1
     * @param stateBatches ranges of offsets with the state of their delivery
     */
    public record PartitionResult(
        int partition,
        short errorCode,
        @Default("null") @Nullable String errorMessage,
        int stateEpoch,
        long startOffset,
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
}
