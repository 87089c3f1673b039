package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.NullableSince;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brokers, controller, topics, partitions; may auto-create topics.
 *
 * <p>Key 3, versions 0 to 13, flexible since 9. Sent by clients.
 */
public final class Metadata {

  private Metadata() {}

  /**
   * What is asked.
   *
   * @param topics the topics to describe: null for all since version 1, an empty list for all in
   *     version 0
   * @param allowAutoTopicCreation whether topics that do not exist may be created
   * @param includeClusterAuthorizedOperations whether to tell which operations the client may
   *     perform on the cluster
   * @param includeTopicAuthorizedOperations whether to tell which operations the client may perform
   *     on each topic
   */
  @Api(ApiKey.METADATA)
  public record Request(
      @NullableSince(1) @Nullable List<Topic> topics,
      @Since(4) @Default("true") boolean allowAutoTopicCreation,
      @Since(8) @Until(11) boolean includeClusterAuthorizedOperations,
      @Since(8) boolean includeTopicAuthorizedOperations) {

    /**
     * A topic.
     *
     * @param topicId the topic's id; zero when it has none
     * @param name the topic's name; null when the id is given
     */
    public record Topic(
        @Since(10) @Ignorable Uuid topicId, @NullableSince(10) @Nullable String name) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param brokers the brokers that are alive
   * @param clusterId the id of the cluster, or null
   * @param controllerId the id of the controller, or -1
   * @param topics the topics, each with its partitions
   * @param clusterAuthorizedOperations a bit for each operation that the client may perform on the
   *     cluster; the lowest int when not asked for
   * @param errorCode what went wrong with the whole request, or 0; see ErrorCode
   */
  @Api(ApiKey.METADATA)
  public record Response(
      @Since(3) @Ignorable int throttleTimeMs,
      List<Broker> brokers,
      @Since(2) @Ignorable @Default("null") @Nullable String clusterId,
      @Since(1) @Ignorable @Default("-1") int controllerId,
      List<Topic> topics,
      @Since(8) @Until(11) @Default("-2147483648") int clusterAuthorizedOperations,
      @Since(13) @Ignorable short errorCode) {

    /**
     * A broker.
     *
     * @param nodeId the broker's id
     * @param host the host that clients connect to
     * @param port the port that clients connect to
     * @param rack the broker's rack, or null
     */
    public record Broker(
        int nodeId,
        String host,
        int port,
        @Since(1) @Ignorable @Default("null") @Nullable String rack) {}

    /**
     * A topic.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param name the topic's name; null for an id that nobody knows
     * @param topicId the topic's id; zero when it has none
     * @param isInternal whether the topic belongs to Kafka itself
     * @param partitions the partitions of the topic
     * @param topicAuthorizedOperations a bit for each operation that the client may perform on the
     *     topic; the lowest int when not asked for
     */
    public record Topic(
        short errorCode,
        @NullableSince(12) @Nullable String name,
        @Since(10) @Ignorable Uuid topicId,
        @Since(1) @Ignorable boolean isInternal,
        List<Partition> partitions,
        @Since(8) @Default("-2147483648") int topicAuthorizedOperations) {}

    /**
     * A partition.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param partitionIndex the partition's number within the topic
     * @param leaderId the id of the broker that leads, or -1
     * @param leaderEpoch the epoch of the leader, or -1 when unknown
     * @param replicaNodes the brokers that hold the partition, the preferred leader first
     * @param isrNodes the replicas that are in sync
     * @param offlineReplicas the replicas whose broker or log directory is down
     */
    public record Partition(
        short errorCode,
        int partitionIndex,
        int leaderId,
        @Since(7) @Ignorable @Default("-1") int leaderEpoch,
        List<Integer> replicaNodes,
        List<Integer> isrNodes,
        @Since(5) @Ignorable List<Integer> offlineReplicas) {}
  }
}
