package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;

/** AddPartitionsToTxn, key 24, versions 0 to 5. */
public final class AddPartitionsToTxn {
  private AddPartitionsToTxn() {}

  /** What is asked. */
  @Api(ApiKey.ADD_PARTITIONS_TO_TXN)
  public record Request(
      @Since(4) List<Transaction> transactions,
      @Until(4) String v3AndBelowTransactionalId,
      @Until(4) long v3AndBelowProducerId,
      @Until(4) short v3AndBelowProducerEpoch,
      @Until(4) List<Topic> v3AndBelowTopics) {

    /** One transaction of the request. */
    public record Transaction(
        String transactionalId,
        long producerId,
        short producerEpoch,
        boolean verifyOnly,
        List<Topic> topics) {}

    /** One topic of the request. */
    public record Topic(String name, List<Integer> partitions) {}
  }

  /** What is answered. */
  @Api(ApiKey.ADD_PARTITIONS_TO_TXN)
  public record Response(
      int throttleTimeMs,
      @Since(4) @Ignorable short errorCode,
      @Since(4) List<Result> resultsByTransaction,
      @Until(4) List<TopicResult> resultsByTopicV3AndBelow) {

    /** One result of the response. */
    public record Result(String transactionalId, List<TopicResult> topicResults) {}

    /** One topic result of the response. */
    public record TopicResult(String name, List<PartitionResult> resultsByPartition) {}

    /** One partition result of the response. */
    public record PartitionResult(int partitionIndex, short partitionErrorCode) {}
  }
}
