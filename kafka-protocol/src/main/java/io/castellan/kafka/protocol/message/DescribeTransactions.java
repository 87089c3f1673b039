package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;

/**
 * State of transactional ids.
 *
 * <p>Key 65, version 0, flexible since 0. Sent by administrative clients.
 */
public final class DescribeTransactions {

  private DescribeTransactions() {}

  /**
   * What is asked.
   *
   * @param transactionalIds the transactional ids
   */
  @Api(ApiKey.DESCRIBE_TRANSACTIONS)
  public record Request(List<String> transactionalIds) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param transactionStates one entry per transaction
   */
  @Api(ApiKey.DESCRIBE_TRANSACTIONS)
  public record Response(int throttleTimeMs, List<TransactionState> transactionStates) {

    /**
     * A transaction and how it stands.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param transactionalId the id that the producer's transactions go by
     * @param transactionState the state of the transaction, by name
     * @param transactionTimeoutMs how long a transaction may stay open, in milliseconds
     * @param transactionStartTimeMs when the transaction began, in milliseconds since 1970, or -1
     * @param producerId the producer's id, or -1
     * @param producerEpoch the epoch that fences older instances of the producer, or -1
     * @param topics the topics, each with its partitions
     */
    public record TransactionState(
        short errorCode,
        String transactionalId,
        String transactionState,
        int transactionTimeoutMs,
        long transactionStartTimeMs,
        long producerId,
        short producerEpoch,
        List<TopicData> topics) {}

    /**
     * A topic.
     *
     * @param topic the topic's name
     * @param partitions the numbers of the partitions
     */
    public record TopicData(String topic, List<Integer> partitions) {}
  }
}
