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
 * Append record batches to led partitions; acks 0/1/-1; acks 0 gets no response at all.
 *
 * <p>Key 0, versions 0 to 13, flexible since 9. Sent by clients.
 */
public final class Produce {

  private Produce() {}

  /**
   * What is asked.
   *
   * @param transactionalId the id that the producer's transactions go by
   * @param acks how many replicas must have the records: 0 none and no answer, 1 the leader, -1 all
   *     in sync
   * @param timeoutMs how long to wait for the replicas, in milliseconds
   * @param topicData the topics, each with its partitions
   */
  @Api(ApiKey.PRODUCE)
  public record Request(
      @Since(3) @Default("null") @Nullable String transactionalId,
      short acks,
      int timeoutMs,
      List<TopicProduceData> topicData) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param partitionData the partitions of the topic
     */
    public record TopicProduceData(
        @Until(13) @Ignorable String name,
        @Since(13) @Ignorable Uuid topicId,
        List<PartitionProduceData> partitionData) {}

    /**
     * A partition.
     *
     * @param index the partition's number within the topic
     * @param records the record batches, as bytes that are not copied
     */
    public record PartitionProduceData(int index, @Nullable RecordsPayload records) {}
  }

  /**
   * What is answered.
   *
   * @param responses the topics with what became of the batches
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param nodeEndpoints where the brokers named as current leaders are reached
   */
  @Api(ApiKey.PRODUCE)
  public record Response(
      List<TopicProduceResponse> responses,
      @Since(1) @Ignorable int throttleTimeMs,
      @Since(10) @Tag(0) List<NodeEndpoint> nodeEndpoints) {

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param partitionResponses one outcome per partition
     */
    public record TopicProduceResponse(
        @Until(13) @Ignorable String name,
        @Since(13) @Ignorable Uuid topicId,
        List<PartitionProduceResponse> partitionResponses) {}

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
     * @param index the partition's number within the topic
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param baseOffset the offset that the first record got, or -1
     * @param logAppendTimeMs the time that the broker stamped, in milliseconds since 1970, or -1
     * @param logStartOffset the first offset of the log, or -1 when unknown
     * @param recordErrors the records that were refused
     * @param errorMessage why the batch was refused, in words, or null
     * @param currentLeader who leads now, when the client asked the wrong broker
     */
    public record PartitionProduceResponse(
        int index,
        short errorCode,
        long baseOffset,
        @Since(2) @Ignorable @Default("-1") long logAppendTimeMs,
        @Since(5) @Ignorable @Default("-1") long logStartOffset,
        @Since(8) @Ignorable List<BatchIndexAndErrorMessage> recordErrors,
        @Since(8) @Ignorable @Default("null") @Nullable String errorMessage,
        @Since(10) @Tag(0) LeaderIdAndEpoch currentLeader) {}

    /**
     * A record that was refused.
     *
     * @param batchIndex the record's place in the batch, from 0
     * @param batchIndexErrorMessage what is wrong with the record, or null
     */
    public record BatchIndexAndErrorMessage(
        int batchIndex, @Default("null") @Nullable String batchIndexErrorMessage) {}

    /**
     * The leader of a partition.
     *
     * @param leaderId the id of the broker that leads, or -1
     * @param leaderEpoch the epoch of the leader, or -1 when unknown
     */
    public record LeaderIdAndEpoch(@Default("-1") int leaderId, @Default("-1") int leaderEpoch) {}
  }
}
