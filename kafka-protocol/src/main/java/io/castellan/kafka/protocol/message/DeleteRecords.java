package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;

/**
 * Advance log start offset.
 *
 * <p>Key 21, versions 0 to 2, flexible since 2. Sent by administrative clients.
 */
public final class DeleteRecords {

  private DeleteRecords() {}

  /**
   * What is asked.
   *
   * @param topics the topics, each with its partitions
   * @param timeoutMs how long the broker may take, in milliseconds
   */
  @Api(ApiKey.DELETE_RECORDS)
  public record Request(List<Topic> topics, int timeoutMs) {

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
     * @param offset the new first offset; -1 for the high watermark
     */
    public record Partition(int partitionIndex, long offset) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.DELETE_RECORDS)
  public record Response(int throttleTimeMs, List<TopicResult> topics) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param partitions the partitions of the topic
     */
    public record TopicResult(String name, List<PartitionResult> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param lowWatermark the lowest log start offset of all replicas, or -1
     * @param errorCode what went wrong, or 0; see ErrorCode
     */
    public record PartitionResult(int partitionIndex, long lowWatermark, short errorCode) {}
  }
}
