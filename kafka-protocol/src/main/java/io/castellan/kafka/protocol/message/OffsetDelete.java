package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Ignorable;
import java.util.List;

/**
 * Delete offsets of topics of a group (group must not be subscribed).
 *
 * <p>Key 47, version 0, never flexible. Sent by administrative clients.
 */
public final class OffsetDelete {

  private OffsetDelete() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.OFFSET_DELETE)
  public record Request(String groupId, List<Topic> topics) {

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
     */
    public record Partition(int partitionIndex) {}
  }

  /**
   * What is answered.
   *
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.OFFSET_DELETE)
  public record Response(short errorCode, @Ignorable int throttleTimeMs, List<Topic> topics) {

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
     * @param errorCode what went wrong, or 0; see ErrorCode
     */
    public record Partition(int partitionIndex, short errorCode) {}
  }
}
