package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Share state: delete.
 *
 * <p>Key 86, version 0, flexible since 0. Sent by brokers.
 */
public final class DeleteShareGroupState {

  private DeleteShareGroupState() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.DELETE_SHARE_GROUP_STATE)
  public record Request(String groupId, List<DeleteStateData> topics) {

    /**
     * A topic.
     *
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record DeleteStateData(Uuid topicId, List<PartitionData> partitions) {}

    /**
     * A partition.
     *
     * @param partition the partition's number within the topic
     */
    public record PartitionData(int partition) {}
  }

  /**
   * What is answered.
   *
   * @param results one outcome per thing asked for
   */
  @Api(ApiKey.DELETE_SHARE_GROUP_STATE)
  public record Response(List<DeleteStateResult> results) {

    /**
     * A topic.
     *
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record DeleteStateResult(Uuid topicId, List<PartitionResult> partitions) {}

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
