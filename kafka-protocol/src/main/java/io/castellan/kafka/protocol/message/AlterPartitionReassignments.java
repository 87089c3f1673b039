package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Start, change or cancel (null) reassignments.
 *
 * <p>Key 45, versions 0 to 1, flexible since 0. Sent by administrative clients.
 */
public final class AlterPartitionReassignments {

  private AlterPartitionReassignments() {}

  /**
   * What is asked.
   *
   * @param timeoutMs how long the broker may take, in milliseconds
   * @param allowReplicationFactorChange whether the number of replicas may change
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.ALTER_PARTITION_REASSIGNMENTS)
  public record Request(
      @Default("60000") int timeoutMs,
      @Since(1) @Default("true") boolean allowReplicationFactorChange,
      List<ReassignableTopic> topics) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param partitions the partitions of the topic
     */
    public record ReassignableTopic(String name, List<ReassignablePartition> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param replicas the replicas to have in the end; null to cancel
     */
    public record ReassignablePartition(
        int partitionIndex, @Default("null") @Nullable List<Integer> replicas) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param allowReplicationFactorChange whether the number of replicas may change
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param errorMessage the error in words for a person, or null
   * @param responses one outcome per thing asked for
   */
  @Api(ApiKey.ALTER_PARTITION_REASSIGNMENTS)
  public record Response(
      int throttleTimeMs,
      @Since(1) @Ignorable @Default("true") boolean allowReplicationFactorChange,
      short errorCode,
      @Nullable String errorMessage,
      List<ReassignableTopicResponse> responses) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param partitions the partitions of the topic
     */
    public record ReassignableTopicResponse(
        String name, List<ReassignablePartitionResponse> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     */
    public record ReassignablePartitionResponse(
        int partitionIndex, short errorCode, @Nullable String errorMessage) {}
  }
}
