package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.RecordsPayload;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Tag;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Produce, key 0, versions 0 to 13. */
public final class Produce {
  private Produce() {}

  /** What is asked. */
  @Api(ApiKey.PRODUCE)
  public record Request(
      @Since(3) @Default("null") @Nullable String transactionalId,
      short acks,
      int timeoutMs,
      List<TopicProduceData> topicData) {

    /** One topic produce data of the request. */
    public record TopicProduceData(
        @Until(13) @Ignorable String name,
        @Since(13) @Ignorable Uuid topicId,
        List<PartitionProduceData> partitionData) {}

    /** One partition produce data of the request. */
    public record PartitionProduceData(int index, @Nullable RecordsPayload records) {}
  }

  /** What is answered. */
  @Api(ApiKey.PRODUCE)
  public record Response(
      List<TopicProduceResponse> responses,
      @Since(1) @Ignorable int throttleTimeMs,
      @Since(10) @Tag(0) List<NodeEndpoint> nodeEndpoints) {

    /** One topic produce response of the response. */
    public record TopicProduceResponse(
        @Until(13) @Ignorable String name,
        @Since(13) @Ignorable Uuid topicId,
        List<PartitionProduceResponse> partitionResponses) {}

    /** One partition produce response of the response. */
    public record PartitionProduceResponse(
        int index,
        short errorCode,
        long baseOffset,
        @Since(2) @Ignorable @Default("-1") long logAppendTimeMs,
        @Since(5) @Ignorable @Default("-1") long logStartOffset,
        @Since(8) @Ignorable List<BatchIndexAndErrorMessage> recordErrors,
        @Since(8) @Ignorable @Default("null") @Nullable String errorMessage,
        @Since(10) @Tag(0) LeaderIdAndEpoch currentLeader) {}

    /** One batch index and error message of the response. */
    public record BatchIndexAndErrorMessage(
        int batchIndex, @Default("null") @Nullable String batchIndexErrorMessage) {}

    /** One leader id and epoch of the response. */
    public record LeaderIdAndEpoch(@Default("-1") int leaderId, @Default("-1") int leaderEpoch) {}

    /** One node endpoint of the response. */
    public record NodeEndpoint(
        int nodeId, String host, int port, @Default("null") @Nullable String rack) {}
  }
}
