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
 * Commit offsets as part of a transaction.
 *
 * <p>Key 28, versions 0 to 6, flexible since 3. Sent by clients.
 */
public final class TxnOffsetCommit {

  private TxnOffsetCommit() {}

  /**
   * What is asked.
   *
   * @param transactionalId the id that the producer's transactions go by
   * @param groupId the group's id
   * @param producerId the producer's id, or -1
   * @param producerEpoch the epoch that fences older instances of the producer, or -1
   * @param generationIdOrMemberEpoch the generation of a classic group or the epoch of the member;
   *     -1 outside a group
   * @param memberId the id that the coordinator knows the member by; empty before it has one
   * @param groupInstanceId the id of a static member, or null
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.TXN_OFFSET_COMMIT)
  public record Request(
      String transactionalId,
      String groupId,
      long producerId,
      short producerEpoch,
      @Since(3) @Default("-1") int generationIdOrMemberEpoch,
      @Since(3) String memberId,
      @Since(3) @Default("null") @Nullable String groupInstanceId,
      List<Topic> topics) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record Topic(
        @Until(6) @Ignorable String name,
        @Since(6) @Ignorable Uuid topicId,
        List<Partition> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param committedOffset the next offset that the group will read
     * @param committedLeaderEpoch the leader epoch of the last record that was read, or -1
     * @param committedMetadata what the client stores beside the offset, or null
     */
    public record Partition(
        int partitionIndex,
        long committedOffset,
        @Since(2) @Ignorable @Default("-1") int committedLeaderEpoch,
        @Nullable String committedMetadata) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.TXN_OFFSET_COMMIT)
  public record Response(int throttleTimeMs, List<Topic> topics) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record Topic(
        @Until(6) @Ignorable String name,
        @Since(6) @Ignorable Uuid topicId,
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
