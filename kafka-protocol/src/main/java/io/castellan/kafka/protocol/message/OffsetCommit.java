package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commit group offsets; v0 stores in ZooKeeper.
 *
 * <p>Key 8, versions 0 to 10, flexible since 8. Sent by clients.
 */
public final class OffsetCommit {

  private OffsetCommit() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param generationIdOrMemberEpoch the generation of a classic group or the epoch of the member;
   *     -1 outside a group
   * @param memberId the member's id; empty outside a group
   * @param groupInstanceId the id of a static member, or null
   * @param retentionTimeMs how long to keep the offsets, in milliseconds; -1 for the broker's
   *     default
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.OFFSET_COMMIT)
  public record Request(
      String groupId,
      @Since(1) @Ignorable @Default("-1") int generationIdOrMemberEpoch,
      @Since(1) @Ignorable String memberId,
      @Since(7) @Default("null") @Nullable String groupInstanceId,
      @Since(2) @Until(5) @Ignorable @Default("-1") long retentionTimeMs,
      List<Topic> topics) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record Topic(
        @Until(10) @Ignorable String name,
        @Since(10) @Ignorable Uuid topicId,
        List<Partition> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param committedOffset the next offset that the group will read
     * @param committedLeaderEpoch the leader epoch of the last record that was read, or -1
     * @param commitTimestamp when the offset counts as committed, in milliseconds since 1970; -1
     *     for now
     * @param committedMetadata what the client stores beside the offset, or null
     */
    public record Partition(
        int partitionIndex,
        long committedOffset,
        @Since(6) @Ignorable @Default("-1") int committedLeaderEpoch,
        @Since(1) @Until(2) @Default("-1") long commitTimestamp,
        @Nullable String committedMetadata) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.OFFSET_COMMIT)
  public record Response(@Since(3) @Ignorable int throttleTimeMs, List<Topic> topics) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record Topic(
        @Until(10) @Ignorable String name,
        @Since(10) @Ignorable Uuid topicId,
        List<Partition> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param errorCode what went wrong, or 0; see ErrorCode
     */
    public record Partition(int partitionIndex, short errorCode) {}
  }
}
