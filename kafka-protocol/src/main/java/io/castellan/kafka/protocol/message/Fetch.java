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

/** Fetch, key 1, versions 0 to 18. */
public final class Fetch {
  private Fetch() {}

  /** What is asked. */
  @Api(ApiKey.FETCH)
  public record Request(
      @Since(12) @Tag(0) @Ignorable @Default("null") @Nullable String clusterId,
      @Until(15) @Default("-1") int replicaId,
      @Since(15) @Tag(1) ReplicaState replicaState,
      int maxWaitMs,
      int minBytes,
      @Since(3) @Ignorable @Default("0x7fffffff") int maxBytes,
      @Since(4) @Ignorable byte isolationLevel,
      @Since(7) @Ignorable int sessionId,
      @Since(7) @Ignorable @Default("-1") int sessionEpoch,
      List<Topic> topics,
      @Since(7) List<ForgottenTopic> forgottenTopicsData,
      @Since(11) @Ignorable String rackId) {

    /** One replica state of the request. */
    public record ReplicaState(@Default("-1") int replicaId, @Default("-1") long replicaEpoch) {}

    /** One topic of the request. */
    public record Topic(
        @Until(13) @Ignorable String topic,
        @Since(13) @Ignorable Uuid topicId,
        List<Partition> partitions) {}

    /** One partition of the request. */
    public record Partition(
        int partition,
        @Since(9) @Ignorable @Default("-1") int currentLeaderEpoch,
        long fetchOffset,
        @Since(12) @Default("-1") int lastFetchedEpoch,
        @Since(5) @Ignorable @Default("-1") long logStartOffset,
        int partitionMaxBytes,
        @Since(17) @Tag(0) @Ignorable Uuid replicaDirectoryId,
        @Since(18) @Tag(1) @Ignorable @Default("9223372036854775807") long highWatermark) {}

    /** One forgotten topic of the request. */
    public record ForgottenTopic(
        @Until(13) @Ignorable String topic,
        @Since(13) @Ignorable Uuid topicId,
        List<Integer> partitions) {}
  }

  /** What is answered. */
  @Api(ApiKey.FETCH)
  public record Response(
      @Since(1) @Ignorable int throttleTimeMs,
      @Since(7) @Ignorable short errorCode,
      @Since(7) int sessionId,
      List<FetchableTopicResponse> responses,
      @Since(16) @Tag(0) List<NodeEndpoint> nodeEndpoints) {

    /** One fetchable topic response of the response. */
    public record FetchableTopicResponse(
        @Until(13) @Ignorable String topic,
        @Since(13) @Ignorable Uuid topicId,
        List<PartitionData> partitions) {}

    /** One partition data of the response. */
    public record PartitionData(
        int partitionIndex,
        short errorCode,
        long highWatermark,
        @Since(4) @Ignorable @Default("-1") long lastStableOffset,
        @Since(5) @Ignorable @Default("-1") long logStartOffset,
        @Since(12) @Tag(0) EpochEndOffset divergingEpoch,
        @Since(12) @Tag(1) LeaderIdAndEpoch currentLeader,
        @Since(12) @Tag(2) SnapshotId snapshotId,
        @Since(4) @Ignorable @Nullable List<AbortedTransaction> abortedTransactions,
        @Since(11) @Default("-1") int preferredReadReplica,
        @Nullable RecordsPayload records) {}

    /** One epoch end offset of the response. */
    public record EpochEndOffset(@Default("-1") int epoch, @Default("-1") long endOffset) {}

    /** One leader id and epoch of the response. */
    public record LeaderIdAndEpoch(@Default("-1") int leaderId, @Default("-1") int leaderEpoch) {}

    /** One snapshot id of the response. */
    public record SnapshotId(@Default("-1") long endOffset, @Default("-1") int epoch) {}

    /** One aborted transaction of the response. */
    public record AbortedTransaction(long producerId, long firstOffset) {}

    /** One node endpoint of the response. */
    public record NodeEndpoint(
        int nodeId, String host, int port, @Default("null") @Nullable String rack) {}
  }
}
