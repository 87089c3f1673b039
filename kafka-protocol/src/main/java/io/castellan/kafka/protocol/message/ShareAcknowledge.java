package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ShareAcknowledge, key 79, versions 1 to 2. */
public final class ShareAcknowledge {
  private ShareAcknowledge() {}

  /** What is asked. */
  @Api(ApiKey.SHARE_ACKNOWLEDGE)
  public record Request(
      @Default("null") @Nullable String groupId,
      @Nullable String memberId,
      int shareSessionEpoch,
      @Since(2) boolean isRenewAck,
      List<AcknowledgeTopic> topics) {

    /** One acknowledge topic of the request. */
    public record AcknowledgeTopic(Uuid topicId, List<AcknowledgePartition> partitions) {}

    /** One acknowledge partition of the request. */
    public record AcknowledgePartition(
        int partitionIndex, List<AcknowledgementBatch> acknowledgementBatches) {}

    /** One acknowledgement batch of the request. */
    public record AcknowledgementBatch(
        long firstOffset, long lastOffset, List<Byte> acknowledgeTypes) {}
  }

  /** What is answered. */
  @Api(ApiKey.SHARE_ACKNOWLEDGE)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Default("null") @Nullable String errorMessage,
      @Since(2) @Ignorable int acquisitionLockTimeoutMs,
      List<TopicResponse> responses,
      List<NodeEndpoint> nodeEndpoints) {

    /** One topic response of the response. */
    public record TopicResponse(Uuid topicId, List<PartitionData> partitions) {}

    /** One partition data of the response. */
    public record PartitionData(
        int partitionIndex,
        short errorCode,
        @Default("null") @Nullable String errorMessage,
        LeaderIdAndEpoch currentLeader) {}

    /** One leader id and epoch of the response. */
    public record LeaderIdAndEpoch(int leaderId, int leaderEpoch) {}

    /** One node endpoint of the response. */
    public record NodeEndpoint(
        int nodeId, String host, int port, @Default("null") @Nullable String rack) {}
  }
}
