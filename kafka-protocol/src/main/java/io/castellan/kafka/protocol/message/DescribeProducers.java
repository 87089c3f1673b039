package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DescribeProducers, key 61, versions 0 to 0. */
public final class DescribeProducers {
  private DescribeProducers() {}

  /** What is asked. */
  @Api(ApiKey.DESCRIBE_PRODUCERS)
  public record Request(List<TopicRequest> topics) {

    /** One topic request of the request. */
    public record TopicRequest(String name, List<Integer> partitionIndexes) {}
  }

  /** What is answered. */
  @Api(ApiKey.DESCRIBE_PRODUCERS)
  public record Response(int throttleTimeMs, List<TopicResponse> topics) {

    /** One topic response of the response. */
    public record TopicResponse(String name, List<PartitionResponse> partitions) {}

    /** One partition response of the response. */
    public record PartitionResponse(
        int partitionIndex,
        short errorCode,
        @Default("null") @Nullable String errorMessage,
        List<ProducerState> activeProducers) {}

    /** One producer state of the response. */
    public record ProducerState(
        long producerId,
        int producerEpoch,
        @Default("-1") int lastSequence,
        @Default("-1") long lastTimestamp,
        int coordinatorEpoch,
        @Default("-1") long currentTxnStartOffset) {}
  }
}
