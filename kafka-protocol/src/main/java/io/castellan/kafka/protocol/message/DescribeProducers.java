package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Producer state of partitions.
 *
 * <p>Key 61, version 0, flexible since 0. Sent by administrative clients.
 */
public final class DescribeProducers {

  private DescribeProducers() {}

  /**
   * What is asked.
   *
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.DESCRIBE_PRODUCERS)
  public record Request(List<TopicRequest> topics) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param partitionIndexes the numbers of the partitions
     */
    public record TopicRequest(String name, List<Integer> partitionIndexes) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param topics the topics, each with its partitions
   */
  @Api(ApiKey.DESCRIBE_PRODUCERS)
  public record Response(int throttleTimeMs, List<TopicResponse> topics) {

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
     * @param errorMessage the error in words for a person, or null
     * @param activeProducers the producers that the partition remembers
     */
    public record PartitionResponse(
        int partitionIndex,
        short errorCode,
        @Default("null") @Nullable String errorMessage,
        List<ProducerState> activeProducers) {}

    /**
     * A producer that the partition remembers.
     *
     * @param producerId the producer's id, or -1
     * @param producerEpoch the epoch that fences older instances of the producer, or -1
     * @param lastSequence the sequence number of the last record, or -1
     * @param lastTimestamp the timestamp of the last batch, in milliseconds since 1970, or -1
     * @param coordinatorEpoch the epoch of the transaction coordinator
     * @param currentTxnStartOffset where the open transaction starts, or -1
     */
    public record ProducerState(
        long producerId,
        int producerEpoch,
        @Default("-1") int lastSequence,
        @Default("-1") long lastTimestamp,
        int coordinatorEpoch,
        @Default("-1") long currentTxnStartOffset) {}
  }
}
