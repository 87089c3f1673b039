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
 * Share group start offsets.
 *
 * <p>Key 90, versions 0 to 1, flexible since 0. Sent by administrative clients.
 */
public final class DescribeShareGroupOffsets {

  private DescribeShareGroupOffsets() {}

  /**
   * What is asked.
   *
   * @param groups one entry per group
   */
  @Api(ApiKey.DESCRIBE_SHARE_GROUP_OFFSETS)
  public record Request(List<Group> groups) {

    /**
     * A group.
     *
     * @param groupId the group's id
     * @param topics the topics, each with its partitions
     */
    public record Group(String groupId, @Nullable List<Topic> topics) {}

    /**
     * A topic.
     *
     * @param topicName the topic's name
     * @param partitions the partitions of the topic
     */
    public record Topic(String topicName, List<Integer> partitions) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param groups one entry per group
   */
  @Api(ApiKey.DESCRIBE_SHARE_GROUP_OFFSETS)
  public record Response(int throttleTimeMs, List<Group> groups) {

    /**
     * A group.
     *
     * @param groupId the group's id
     * @param topics the topics, each with its partitions
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     */
    public record Group(
        String groupId,
        List<Topic> topics,
        short errorCode,
        @Default("null") @Nullable String errorMessage) {}

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
     * @param startOffset the first offset that is still to be delivered, or -1
     * @param leaderEpoch the epoch of the leader, or -1 when unknown
     * @param lag how many records are still to be delivered, or -1
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     */
    public record Partition(
        int partitionIndex,
        long startOffset,
        int leaderEpoch,
        @Since(1) @Ignorable @Default("-1") long lag,
        short errorCode,
        @Default("null") @Nullable String errorMessage) {}
  }
}
