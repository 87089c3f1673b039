package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;

/**
 * End offset of a leader epoch, for truncation and consumer validation.
 *
 * <p>Key 23, versions 0 to 4, flexible since 4. Sent by brokers and clients.
 */
public final class OffsetForLeaderEpoch {

  private OffsetForLeaderEpoch() {}

  /**
   * What is asked.
   *
   * @param replicaId the id of the follower that asks; -2 for a debugging consumer
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.OFFSET_FOR_LEADER_EPOCH)
  public record Request(
      @Since(3) @Ignorable @Default("-2") int replicaId, List<OffsetForLeaderTopic> topics) {

    /**
     * A topic.
     *
     * @param topic the topic's name
     * @param partitions the partitions of the topic
     */
    public record OffsetForLeaderTopic(String topic, List<OffsetForLeaderPartition> partitions) {}

    /**
     * A partition.
     *
     * @param partition the partition's number within the topic
     * @param currentLeaderEpoch the epoch that the client believes in, or -1; another one is
     *     refused (KIP-320)
     * @param leaderEpoch the epoch to look up; in the answer the largest epoch not above it, or -1
     */
    public record OffsetForLeaderPartition(
        int partition,
        @Since(2) @Ignorable @Default("-1") int currentLeaderEpoch,
        int leaderEpoch) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.OFFSET_FOR_LEADER_EPOCH)
  public record Response(
      @Since(2) @Ignorable int throttleTimeMs, List<OffsetForLeaderTopicResult> topics) {

    /**
     * A topic.
     *
     * @param topic the topic's name
     * @param partitions the partitions of the topic
     */
    public record OffsetForLeaderTopicResult(String topic, List<EpochEndOffset> partitions) {}

    /**
     * A partition.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param partition the partition's number within the topic
     * @param leaderEpoch the epoch to look up; in the answer the largest epoch not above it, or -1
     * @param endOffset the end of the epoch, exclusive, or -1
     */
    public record EpochEndOffset(
        short errorCode,
        int partition,
        @Since(1) @Ignorable @Default("-1") int leaderEpoch,
        @Default("-1") long endOffset) {}
  }
}
