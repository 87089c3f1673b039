package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;

/** DescribeTransactions, key 65, versions 0 to 0. */
public final class DescribeTransactions {
  private DescribeTransactions() {}

  /** What is asked. */
  @Api(ApiKey.DESCRIBE_TRANSACTIONS)
  public record Request(List<String> transactionalIds) {}

  /** What is answered. */
  @Api(ApiKey.DESCRIBE_TRANSACTIONS)
  public record Response(int throttleTimeMs, List<TransactionState> transactionStates) {

    /** One transaction state of the response. */
    public record TransactionState(
        short errorCode,
        String transactionalId,
        String transactionState,
        int transactionTimeoutMs,
        long transactionStartTimeMs,
        long producerId,
        short producerEpoch,
        List<TopicData> topics) {}

    /** One topic data of the response. */
    public record TopicData(String topic, List<Integer> partitions) {}
  }
}
