package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;

/**
 * Register partitions with the transaction; v4+ only brokers (batched, VerifyOnly).
 *
 * <p>Key 24, versions 0 to 5, flexible since 3. Sent by clients and brokers.
 */
public final class AddPartitionsToTxn {

  private AddPartitionsToTxn() {}

  /**
   * What is asked.
   *
   * @param transactions one per transaction
   * @param v3AndBelowTransactionalId the id that the producer's transactions go by
   * @param v3AndBelowProducerId the producer's id
   * @param v3AndBelowProducerEpoch the producer's epoch
   * @param v3AndBelowTopics the topics to add, each with its partitions
   */
  @Api(ApiKey.ADD_PARTITIONS_TO_TXN)
  public record Request(
      @Since(4) List<Transaction> transactions,
      @Until(4) String v3AndBelowTransactionalId,
      @Until(4) long v3AndBelowProducerId,
      @Until(4) short v3AndBelowProducerEpoch,
      @Until(4) List<Topic> v3AndBelowTopics) {

    /**
     * A transaction.
     *
     * @param transactionalId the id that the producer's transactions go by
     * @param producerId the producer's id, or -1
     * @param producerEpoch the epoch that fences older instances of the producer, or -1
     * @param verifyOnly whether to check only that the partitions belong to the transaction
     * @param topics the topics, each with its partitions
     */
    public record Transaction(
        String transactionalId,
        long producerId,
        short producerEpoch,
        boolean verifyOnly,
        List<Topic> topics) {}

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param partitions the numbers of the partitions
     */
    public record Topic(String name, List<Integer> partitions) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param resultsByTransaction one outcome per transaction
   * @param resultsByTopicV3AndBelow one outcome per topic
   */
  @Api(ApiKey.ADD_PARTITIONS_TO_TXN)
  public record Response(
      int throttleTimeMs,
      @Since(4) @Ignorable short errorCode,
      @Since(4) List<Result> resultsByTransaction,
      @Until(4) List<TopicResult> resultsByTopicV3AndBelow) {

    /**
     * A transaction.
     *
     * @param transactionalId the id that the producer's transactions go by
     * @param topicResults one outcome per topic
     */
    public record Result(String transactionalId, List<TopicResult> topicResults) {}

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param resultsByPartition one outcome per partition
     */
    public record TopicResult(String name, List<PartitionResult> resultsByPartition) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param partitionErrorCode what went wrong, or 0; see ErrorCode
     */
    public record PartitionResult(int partitionIndex, short partitionErrorCode) {}
  }
}
