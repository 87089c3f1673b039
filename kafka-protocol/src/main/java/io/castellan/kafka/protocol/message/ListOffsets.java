package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;

/**
 * Offset by timestamp or by -1/-2/-3/-4/-5/-6.
 *
 * <p>Key 2, versions 0 to 11, flexible since 6. Sent by clients and brokers.
 */
public final class ListOffsets {

  private ListOffsets() {}

  /**
   * What is asked.
   *
   * @param replicaId the id of the follower that asks, -1 for a consumer
   * @param isolationLevel 0 reads up to the high watermark, 1 only what is committed
   * @param topics the topics, each with its partitions
   * @param timeoutMs how long a look-up in remote storage may take, in milliseconds
   */
  @Api(ApiKey.LIST_OFFSETS)
  public record Request(
      int replicaId,
      @Since(2) byte isolationLevel,
      List<Topic> topics,
      @Since(10) @Ignorable int timeoutMs) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param partitions the partitions of the topic
     */
    public record Topic(String name, List<Partition> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param currentLeaderEpoch the epoch that the client believes in, or -1; another one is
     *     refused (KIP-320)
     * @param timestamp the time to look up, in milliseconds since 1970, or a code below 0: -1
     *     latest, -2 earliest, -3 largest timestamp, -4 earliest local, -5 latest tiered, -6
     *     earliest pending upload
     * @param maxNumOffsets how many offsets to answer with at most
     */
    public record Partition(
        int partitionIndex,
        @Since(4) @Ignorable @Default("-1") int currentLeaderEpoch,
        long timestamp,
        @Until(1) @Default("1") int maxNumOffsets) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.LIST_OFFSETS)
  public record Response(@Since(2) @Ignorable int throttleTimeMs, List<TopicResponse> topics) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param partitions the partitions of the topic
     */
    public record TopicResponse(String name, List<PartitionResponse> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param oldStyleOffsets up to the asked number of offsets, newest first
     * @param timestamp the timestamp of the record at the offset, in milliseconds since 1970, or -1
     * @param offset the offset that was found, or -1
     * @param leaderEpoch the epoch of the leader, or -1 when unknown
     */
    public record PartitionResponse(
        int partitionIndex,
        short errorCode,
        @Until(1) List<Long> oldStyleOffsets,
        @Since(1) @Default("-1") long timestamp,
        @Since(1) @Default("-1") long offset,
        @Since(4) @Default("-1") int leaderEpoch) {}
  }
}
