package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Share state: initialize.
 *
 * <p>Key 83, version 0, flexible since 0. Sent by brokers.
 */
public final class InitializeShareGroupState {

  private InitializeShareGroupState() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.INITIALIZE_SHARE_GROUP_STATE)
  public record Request(String groupId, List<InitializeStateData> topics) {

    /**
     * A topic.
     *
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record InitializeStateData(Uuid topicId, List<PartitionData> partitions) {}

    /**
     * A partition.
     *
     * @param partition the partition's number within the topic
     * @param stateEpoch the epoch of the share-partition's state
     * @param startOffset the first offset that is still to be delivered, or -1
     */
    public record PartitionData(int partition, int stateEpoch, long startOffset) {}
  }

  /**
   * What is answered.
   *
   * @param results one outcome per thing asked for
   */
  @Api(ApiKey.INITIALIZE_SHARE_GROUP_STATE)
  public record Response(List<InitializeStateResult> results) {

    /**
     * A topic.
     *
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record InitializeStateResult(Uuid topicId, List<PartitionResult> partitions) {}

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
