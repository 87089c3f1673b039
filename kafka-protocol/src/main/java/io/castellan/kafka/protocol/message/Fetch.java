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

/**
 * Read from an offset; follower replication uses the same API (replica id &gt;= 0); long poll by
 * min bytes/max wait.
 *
 * <p>Key 1, versions 0 to 18, flexible since 12. Sent by clients and brokers.
 */
public final class Fetch {

  private Fetch() {}

  /**
   * What is asked.
   *
   * @param clusterId the cluster that the client means, or null to be served by any
   * @param replicaId the id of the follower that asks, or -1 for a consumer; in replicaState since
   *     version 15
   * @param replicaState who the follower is (KIP-903)
   * @param maxWaitMs how long to wait for enough records, in milliseconds
   * @param minBytes how many bytes of records to wait for
   * @param maxBytes how many bytes of records to send at most; the first batch may be larger
   * @param isolationLevel 0 reads up to the high watermark, 1 only what is committed
   * @param sessionId the fetch session, or 0 without one (KIP-227)
   * @param sessionEpoch the request's number in the session: 0 opens one, -1 closes or avoids one
   * @param topics the topics, each with its partitions
   * @param forgottenTopicsData partitions that leave the session
   * @param rackId the client's rack, for reading from a replica near it
   */
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

    /**
     * A follower.
     *
     * @param replicaId the id of the follower that asks, or -1 for a consumer
     * @param replicaEpoch the epoch that the follower registered with, or -1
     */
    public record ReplicaState(@Default("-1") int replicaId, @Default("-1") long replicaEpoch) {}

    /**
     * A topic.
     *
     * @param topic the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record Topic(
        @Until(13) @Ignorable String topic,
        @Since(13) @Ignorable Uuid topicId,
        List<Partition> partitions) {}

    /**
     * A topic of which partitions leave the session.
     *
     * @param topic the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param partitions the numbers of the partitions
     */
    public record ForgottenTopic(
        @Until(13) @Ignorable String topic,
        @Since(13) @Ignorable Uuid topicId,
        List<Integer> partitions) {}

    /**
     * A partition.
     *
     * @param partition the partition's number within the topic
     * @param currentLeaderEpoch the epoch that the client believes in, or -1; another one is
     *     refused (KIP-320)
     * @param fetchOffset the offset to read from
     * @param lastFetchedEpoch the epoch of the last record that the follower has, or -1
     * @param logStartOffset the first offset that the follower has, -1 for a consumer
     * @param partitionMaxBytes how many bytes of this partition to send at most; the first batch
     *     may be larger
     * @param replicaDirectoryId the id of the follower's log directory
     * @param highWatermark the high watermark that the follower knows (KIP-1166)
     */
    public record Partition(
        int partition,
        @Since(9) @Ignorable @Default("-1") int currentLeaderEpoch,
        long fetchOffset,
        @Since(12) @Default("-1") int lastFetchedEpoch,
        @Since(5) @Ignorable @Default("-1") long logStartOffset,
        int partitionMaxBytes,
        @Since(17) @Tag(0) @Ignorable Uuid replicaDirectoryId,
        @Since(18) @Tag(1) @Ignorable @Default("9223372036854775807") long highWatermark) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong with the session or the whole request, or 0; see ErrorCode
   * @param sessionId the fetch session, or 0 without one (KIP-227)
   * @param responses the topics with what was read
   * @param nodeEndpoints where the brokers named as current leaders are reached
   */
  @Api(ApiKey.FETCH)
  public record Response(
      @Since(1) @Ignorable int throttleTimeMs,
      @Since(7) @Ignorable short errorCode,
      @Since(7) int sessionId,
      List<FetchableTopicResponse> responses,
      @Since(16) @Tag(0) List<NodeEndpoint> nodeEndpoints) {

    /**
     * A topic.
     *
     * @param topic the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record FetchableTopicResponse(
        @Until(13) @Ignorable String topic,
        @Since(13) @Ignorable Uuid topicId,
        List<PartitionData> partitions) {}

    /**
     * A broker and where it is reached.
     *
     * @param nodeId the broker's id
     * @param host the host that clients connect to
     * @param port the port that clients connect to
     * @param rack the broker's rack, or null
     */
    public record NodeEndpoint(
        int nodeId, String host, int port, @Default("null") @Nullable String rack) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param highWatermark the offset up to which records are replicated, exclusive
     * @param lastStableOffset the offset before which no transaction is open, exclusive; -1 when
     *     unknown
     * @param logStartOffset the first offset of the log, or -1 when unknown
     * @param divergingEpoch where the follower's log parts from the leader's (KIP-595)
     * @param currentLeader who leads now, when the client asked the wrong broker
     * @param snapshotId the snapshot to fetch instead (KRaft)
     * @param abortedTransactions the aborted transactions within the records; null when not asked
     *     for
     * @param preferredReadReplica the replica that the consumer should read from, or -1 (KIP-392)
     * @param records the record batches, as bytes that are not copied
     */
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

    /**
     * The end of the common part of two logs.
     *
     * @param epoch the largest epoch that both logs have, or -1
     * @param endOffset the end of that epoch, exclusive, or -1
     */
    public record EpochEndOffset(@Default("-1") int epoch, @Default("-1") long endOffset) {}

    /**
     * The leader of a partition.
     *
     * @param leaderId the id of the broker that leads, or -1
     * @param leaderEpoch the epoch of the leader, or -1 when unknown
     */
    public record LeaderIdAndEpoch(@Default("-1") int leaderId, @Default("-1") int leaderEpoch) {}

    /**
     * A snapshot of the metadata log.
     *
     * @param endOffset the end of the snapshot, exclusive, or -1
     * @param epoch the epoch of the snapshot, or -1
     */
    public record SnapshotId(@Default("-1") long endOffset, @Default("-1") int epoch) {}

    /**
     * A transaction of which records are to be left out.
     *
     * @param producerId the producer whose transaction was aborted
     * @param firstOffset the first offset of the transaction in the partition
     */
    public record AbortedTransaction(long producerId, long firstOffset) {}
  }
}
