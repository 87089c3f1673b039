package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Preferred (0) or unclean (1) leader election.
 *
 * <p>Key 43, versions 0 to 2, flexible since 2. Sent by administrative clients.
 */
public final class ElectLeaders {

  private ElectLeaders() {}

  /**
   * What is asked.
   *
   * @param electionType 0 elects the preferred replica, 1 any replica if none is in sync
   * @param topicPartitions the partitions; null for all
   * @param timeoutMs how long the broker may take, in milliseconds
   */
  @Api(ApiKey.ELECT_LEADERS)
  public record Request(
      @Since(1) byte electionType,
      @Nullable List<TopicPartitions> topicPartitions,
      @Default("60000") int timeoutMs) {

    /**
     * A topic and some of its partitions.
     *
     * @param topic the topic's name
     * @param partitions the numbers of the partitions
     */
    public record TopicPartitions(String topic, List<Integer> partitions) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param replicaElectionResults one outcome per topic
   */
  @Api(ApiKey.ELECT_LEADERS)
  public record Response(
      int throttleTimeMs,
      @Since(1) short errorCode,
      List<ReplicaElectionResult> replicaElectionResults) {

    /**
     * A topic.
     *
     * @param topic the topic's name
     * @param partitionResult one outcome per partition
     */
    public record ReplicaElectionResult(String topic, List<PartitionResult> partitionResult) {}

    /**
     * A partition.
     *
     * @param partitionId the partition's number within the topic
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     */
    public record PartitionResult(
        int partitionId, short errorCode, @Nullable String errorMessage) {}
  }
}
