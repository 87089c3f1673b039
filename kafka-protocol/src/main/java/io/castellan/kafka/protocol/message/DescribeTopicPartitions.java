package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paged topic description incl. eligible leader replicas.
 *
 * <p>Key 75, version 0, flexible since 0. Sent by administrative clients.
 */
public final class DescribeTopicPartitions {

  private DescribeTopicPartitions() {}

  /**
   * What is asked.
   *
   * @param topics the topics, each with its partitions
   * @param responsePartitionLimit how many partitions to answer with at most
   * @param cursor where to go on, or null from the start
   */
  @Api(ApiKey.DESCRIBE_TOPIC_PARTITIONS)
  public record Request(
      List<TopicRequest> topics,
      @Default("2000") int responsePartitionLimit,
      @Default("null") @Nullable Cursor cursor) {

    /**
     * A topic.
     *
     * @param name the topic's name
     */
    public record TopicRequest(String name) {}

    /**
     * A place in the sequence of topics and partitions.
     *
     * @param topicName the topic to go on with
     * @param partitionIndex the partition to go on with
     */
    public record Cursor(String topicName, int partitionIndex) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param topics the topics, each with its partitions
   * @param nextCursor where to go on, or null at the end
   */
  @Api(ApiKey.DESCRIBE_TOPIC_PARTITIONS)
  public record Response(
      @Ignorable int throttleTimeMs,
      List<Topic> topics,
      @Default("null") @Nullable Cursor nextCursor) {

    /**
     * A topic.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param name the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param isInternal whether the topic belongs to Kafka itself
     * @param partitions the partitions of the topic
     * @param topicAuthorizedOperations a bit for each operation that the client may perform on the
     *     topic; the lowest int when not asked for
     */
    public record Topic(
        short errorCode,
        @Nullable String name,
        @Ignorable Uuid topicId,
        @Ignorable boolean isInternal,
        List<Partition> partitions,
        @Default("-2147483648") int topicAuthorizedOperations) {}

    /**
     * A place in the sequence of topics and partitions.
     *
     * @param topicName the topic's name
     * @param partitionIndex the partition's number within the topic
     */
    public record Cursor(String topicName, int partitionIndex) {}

    /**
     * A partition.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param partitionIndex the partition's number within the topic
     * @param leaderId the id of the broker that leads, or -1
     * @param leaderEpoch the epoch of the leader, or -1 when unknown
     * @param replicaNodes the brokers that hold the partition, the preferred leader first
     * @param isrNodes the replicas that are in sync
     * @param eligibleLeaderReplicas the replicas that may still lead though not in sync (KIP-966),
     *     or null
     * @param lastKnownElr the last replicas that could lead, or null
     * @param offlineReplicas the replicas whose broker or log directory is down
     */
    public record Partition(
        short errorCode,
        int partitionIndex,
        int leaderId,
        @Ignorable @Default("-1") int leaderEpoch,
        List<Integer> replicaNodes,
        List<Integer> isrNodes,
        @Default("null") @Nullable List<Integer> eligibleLeaderReplicas,
        @Default("null") @Nullable List<Integer> lastKnownElr,
        @Ignorable List<Integer> offlineReplicas) {}
  }
}
