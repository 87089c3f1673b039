package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reset share group offsets.
 *
 * <p>Key 91, version 0, flexible since 0. Sent by administrative clients.
 */
public final class AlterShareGroupOffsets {

  private AlterShareGroupOffsets() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.ALTER_SHARE_GROUP_OFFSETS)
  public record Request(String groupId, List<Topic> topics) {

    /**
     * A topic.
     *
     * @param topicName the topic's name
     * @param partitions the partitions of the topic
     */
    public record Topic(String topicName, List<Partition> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param startOffset the first offset that is still to be delivered, or -1
     */
    public record Partition(int partitionIndex, long startOffset) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param errorMessage the error in words for a person, or null
   * @param responses one outcome per thing asked for
   */
  @Api(ApiKey.ALTER_SHARE_GROUP_OFFSETS)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Default("null") @Nullable String errorMessage,
      List<Topic> responses) {

    /**
     * A topic.
     *
     * @param topicName the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record Topic(String topicName, Uuid topicId, List<Partition> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     */
    public record Partition(
        int partitionIndex, short errorCode, @Default("null") @Nullable String errorMessage) {}
  }
}
