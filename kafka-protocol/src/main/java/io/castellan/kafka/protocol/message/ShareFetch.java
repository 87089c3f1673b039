package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.RecordsPayload;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ShareFetch, key 78, versions 1 to 2. */
public final class ShareFetch {
  private ShareFetch() {}

  /** What is asked. */
  @Api(ApiKey.SHARE_FETCH)
  public record Request(
      @Default("null") @Nullable String groupId,
      @Nullable String memberId,
      int shareSessionEpoch,
      int maxWaitMs,
      int minBytes,
      @Default("0x7fffffff") int maxBytes,
      int maxRecords,
      int batchSize,
      @Since(2) @Ignorable byte shareAcquireMode,
      @Since(2) boolean isRenewAck,
      List<FetchTopic> topics,
      List<ForgottenTopic> forgottenTopicsData) {

    /** One fetch topic of the request. */
    public record FetchTopic(Uuid topicId, List<FetchPartition> partitions) {}

    /** One fetch partition of the request. */
    public record FetchPartition(
        int partitionIndex, List<AcknowledgementBatch> acknowledgementBatches) {}

    /** One acknowledgement batch of the request. */
    public record AcknowledgementBatch(
        long firstOffset, long lastOffset, List<Byte> acknowledgeTypes) {}

    /** One forgotten topic of the request. */
    public record ForgottenTopic(Uuid topicId, List<Integer> partitions) {}
  }

  /** What is answered. */
  @Api(ApiKey.SHARE_FETCH)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Default("null") @Nullable String errorMessage,
      int acquisitionLockTimeoutMs,
      List<ShareFetchableTopicResponse> responses,
      List<NodeEndpoint> nodeEndpoints) {

    /** One share fetchable topic response of the response. */
    public record ShareFetchableTopicResponse(Uuid topicId, List<PartitionData> partitions) {}

    /** One partition data of the response. */
    public record PartitionData(
        int partitionIndex,
        short errorCode,
        @Default("null") @Nullable String errorMessage,
        short acknowledgeErrorCode,
        @Default("null") @Nullable String acknowledgeErrorMessage,
        LeaderIdAndEpoch currentLeader,
        RecordsPayload records,
        List<AcquiredRecords> acquiredRecords) {}

    /** One leader id and epoch of the response. */
    public record LeaderIdAndEpoch(int leaderId, int leaderEpoch) {}

    /** One acquired records of the response. */
    public record AcquiredRecords(long firstOffset, long lastOffset, short deliveryCount) {}

    /** One node endpoint of the response. */
    public record NodeEndpoint(
        int nodeId, String host, int port, @Default("null") @Nullable String rack) {}
  }
}
