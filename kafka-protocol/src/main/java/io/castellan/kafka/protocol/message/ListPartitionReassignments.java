package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * List reassignments in progress.
 *
 * <p>Key 46, version 0, flexible since 0. Sent by administrative clients.
 */
public final class ListPartitionReassignments {

  private ListPartitionReassignments() {}

  /**
   * What is asked.
   *
   * @param timeoutMs how long the broker may take, in milliseconds
   * @param topics the partitions to list; null for all
   */
  @Api(ApiKey.LIST_PARTITION_REASSIGNMENTS)
  public record Request(
      @Default("60000") int timeoutMs, @Default("null") @Nullable List<Topics> topics) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param partitionIndexes the numbers of the partitions
     */
    public record Topics(String name, List<Integer> partitionIndexes) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param errorMessage the error in words for a person, or null
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.LIST_PARTITION_REASSIGNMENTS)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Nullable String errorMessage,
      List<OngoingTopicReassignment> topics) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param partitions the partitions of the topic
     */
    public record OngoingTopicReassignment(
        String name, List<OngoingPartitionReassignment> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param replicas the brokers that hold the partition, the preferred leader first
     * @param addingReplicas the replicas that a reassignment adds
     * @param removingReplicas the replicas that a reassignment removes
     */
    public record OngoingPartitionReassignment(
        int partitionIndex,
        List<Integer> replicas,
        List<Integer> addingReplicas,
        List<Integer> removingReplicas) {}
  }
}
