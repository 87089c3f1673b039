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

/**
 * Acquire and fetch records, piggybacked acks.
 *
 * <p>Key 78, versions 1 to 2, flexible since 0. Sent by clients.
 */
public final class ShareFetch {

  private ShareFetch() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param memberId the id that the coordinator knows the member by; empty before it has one
   * @param shareSessionEpoch the epoch of the share session: 0 opens it, -1 closes it
   * @param maxWaitMs how long to wait for enough records, in milliseconds
   * @param minBytes how many bytes of records to wait for
   * @param maxBytes how many bytes of records to send at most; the first batch may be larger
   * @param maxRecords how many records to acquire at most
   * @param batchSize how many records a batch of acquired ones may have
   * @param shareAcquireMode 0 may pass the limit to keep batches whole, 1 may not
   * @param isRenewAck whether acknowledgements only prolong the locks
   * @param topics the topics, each with its partitions
   * @param forgottenTopicsData partitions that leave the session
   */
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

    /**
     * A topic.
     *
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record FetchTopic(Uuid topicId, List<FetchPartition> partitions) {}

    /**
     * A topic of which partitions leave the session.
     *
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record ForgottenTopic(Uuid topicId, List<Integer> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param acknowledgementBatches ranges of offsets with what became of the records
     */
    public record FetchPartition(
        int partitionIndex, List<AcknowledgementBatch> acknowledgementBatches) {}

    /**
     * A range of records and what became of them.
     *
     * @param firstOffset the first offset of the range, inclusive
     * @param lastOffset the last offset of the range, inclusive
     * @param acknowledgeTypes one per record, or one for all: 0 gap, 1 accept, 2 release, 3 reject,
     *     4 renew
     */
    public record AcknowledgementBatch(
        long firstOffset, long lastOffset, List<Byte> acknowledgeTypes) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param errorMessage the error in words for a person, or null
   * @param acquisitionLockTimeoutMs how long acquired records stay locked, in milliseconds
   * @param responses one outcome per thing asked for
   * @param nodeEndpoints where the brokers named as current leaders are reached
   */
  @Api(ApiKey.SHARE_FETCH)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Default("null") @Nullable String errorMessage,
      int acquisitionLockTimeoutMs,
      List<ShareFetchableTopicResponse> responses,
      List<NodeEndpoint> nodeEndpoints) {

    /**
     * A topic.
     *
     * @param topicId the topic's id; zero when it has none
     * @param partitions the partitions of the topic
     */
    public record ShareFetchableTopicResponse(Uuid topicId, List<PartitionData> partitions) {}

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
     * @param errorMessage the error in words for a person, or null
     * @param acknowledgeErrorCode what went wrong with the acknowledgements, or 0
     * @param acknowledgeErrorMessage the error of the acknowledgements in words, or null
     * @param currentLeader who leads now, when the client asked the wrong broker
     * @param records the record batches, as bytes that are not copied
     * @param acquiredRecords the ranges that the member now holds
     */
    public record PartitionData(
        int partitionIndex,
        short errorCode,
        @Default("null") @Nullable String errorMessage,
        short acknowledgeErrorCode,
        @Default("null") @Nullable String acknowledgeErrorMessage,
        LeaderIdAndEpoch currentLeader,
        RecordsPayload records,
        List<AcquiredRecords> acquiredRecords) {}

    /**
     * The leader of a partition.
     *
     * @param leaderId the id of the broker that leads, or -1
     * @param leaderEpoch the epoch of the leader, or -1 when unknown
     */
    public record LeaderIdAndEpoch(int leaderId, int leaderEpoch) {}

    /**
     * A range of records that the member now holds.
     *
     * @param firstOffset the first offset of the range, inclusive
     * @param lastOffset the last offset of the range, inclusive
     * @param deliveryCount how often the records have been delivered
     */
    public record AcquiredRecords(long firstOffset, long lastOffset, short deliveryCount) {}
  }
}
