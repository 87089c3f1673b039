package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.NullableSince;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Read committed offsets; v0 reads ZooKeeper; v8+ several groups.
 *
 * <p>Key 9, versions 0 to 10, flexible since 6. Sent by clients.
 */
public final class OffsetFetch {

  private OffsetFetch() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param topics the partitions to look up; null for all since version 2
   * @param groups one entry per group
   * @param requireStable whether to refuse offsets that an open transaction may still change
   *     (KIP-447)
   */
  @Api(ApiKey.OFFSET_FETCH)
  public record Request(
      @Until(8) String groupId,
      @Until(8) @NullableSince(2) @Nullable List<Topic> topics,
      @Since(8) List<Group> groups,
      @Since(7) boolean requireStable) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param partitionIndexes the numbers of the partitions
     */
    public record Topic(String name, List<Integer> partitionIndexes) {}

    /**
     * A group.
     *
     * @param groupId the group's id
     * @param memberId the id that the coordinator knows the member by; empty before it has one
     * @param memberEpoch the epoch of the assignment that the member has reached
     * @param topics the partitions to look up; null for all
     */
    public record Group(
        String groupId,
        @Since(9) @Ignorable @Default("null") @Nullable String memberId,
        @Since(9) @Ignorable @Default("-1") int memberEpoch,
        @Nullable List<Topics> topics) {}

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param partitionIndexes the numbers of the partitions
     */
    public record Topics(
        @Until(10) @Ignorable String name,
        @Since(10) @Ignorable Uuid topicId,
        List<Integer> partitionIndexes) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param topics the topics, each with its partitions
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param groups one entry per group
   */
  @Api(ApiKey.OFFSET_FETCH)
  public record Response(
      @Since(3) @Ignorable int throttleTimeMs,
      @Until(8) List<Topic> topics,
      @Since(2) @Until(8) @Ignorable short errorCode,
      @Since(8) List<Group> groups) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param partitions the partitions of the topic
     */
    public record Topic(String name, List<Partition> partitions) {}

    /**
     * A group.
     *
     * @param groupId the group's id
     * @param topics the topics, each with its partitions
     * @param errorCode what went wrong, or 0; see ErrorCode
     */
    public record Group(String groupId, List<Topics> topics, short errorCode) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param committedOffset the next offset that the group will read, or -1 when none is committed
     * @param committedLeaderEpoch the leader epoch of the last record that was read, or -1
     * @param metadata what the client stored beside the offset, or null
     * @param errorCode what went wrong, or 0; see ErrorCode
     */
    public record Partition(
        int partitionIndex,
        long committedOffset,
        @Since(5) @Ignorable @Default("-1") int committedLeaderEpoch,
        @Nullable String metadata,
        short errorCode) {}

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record Topics(
        @Until(10) @Ignorable String name,
        @Since(10) @Ignorable Uuid topicId,
        List<Partitions> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param committedOffset the next offset that the group will read, or -1 when none is committed
     * @param committedLeaderEpoch the leader epoch of the last record that was read, or -1
     * @param metadata what the client stored beside the offset, or null
     * @param errorCode what went wrong, or 0; see ErrorCode
     */
    public record Partitions(
        int partitionIndex,
        long committedOffset,
        @Ignorable @Default("-1") int committedLeaderEpoch,
        @Nullable String metadata,
        short errorCode) {}
  }
}
