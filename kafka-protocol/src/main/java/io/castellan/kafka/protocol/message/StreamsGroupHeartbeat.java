package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Uint16;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** StreamsGroupHeartbeat, key 88, versions 0 to 1. */
public final class StreamsGroupHeartbeat {
  private StreamsGroupHeartbeat() {}

  /** What is asked. */
  @Api(ApiKey.STREAMS_GROUP_HEARTBEAT)
  public record Request(
      String groupId,
      String memberId,
      int memberEpoch,
      int endpointInformationEpoch,
      @Default("null") @Nullable String instanceId,
      @Default("null") @Nullable String rackId,
      @Default("-1") int rebalanceTimeoutMs,
      @Default("null") @Nullable Topology topology,
      @Default("null") @Nullable List<TaskIds> activeTasks,
      @Default("null") @Nullable List<TaskIds> standbyTasks,
      @Default("null") @Nullable List<TaskIds> warmupTasks,
      @Default("null") @Nullable String processId,
      @Default("null") @Nullable Endpoint userEndpoint,
      @Default("null") @Nullable List<KeyValue> clientTags,
      @Default("null") @Nullable List<TaskOffset> taskOffsets,
      @Default("null") @Nullable List<TaskOffset> taskEndOffsets,
      boolean shutdownApplication) {

    /** One topology of the request. */
    public record Topology(int epoch, List<Subtopology> subtopologies) {}

    /** One subtopology of the request. */
    public record Subtopology(
        String subtopologyId,
        List<String> sourceTopics,
        List<String> sourceTopicRegex,
        List<TopicInfo> stateChangelogTopics,
        List<String> repartitionSinkTopics,
        List<TopicInfo> repartitionSourceTopics,
        List<CopartitionGroup> copartitionGroups) {}

    /** One topic info of the request. */
    public record TopicInfo(
        String name, int partitions, short replicationFactor, List<KeyValue> topicConfigs) {}

    /** One key value of the request. */
    public record KeyValue(String key, String value) {}

    /** One copartition group of the request. */
    public record CopartitionGroup(
        List<Short> sourceTopics,
        List<Short> sourceTopicRegex,
        List<Short> repartitionSourceTopics) {}

    /** One task ids of the request. */
    public record TaskIds(String subtopologyId, List<Integer> partitions) {}

    /** One endpoint of the request. */
    public record Endpoint(String host, @Uint16 int port) {}

    /** One task offset of the request. */
    public record TaskOffset(String subtopologyId, int partition, long offset) {}
  }

  /** What is answered. */
  @Api(ApiKey.STREAMS_GROUP_HEARTBEAT)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Default("null") @Nullable String errorMessage,
      String memberId,
      int memberEpoch,
      int heartbeatIntervalMs,
      @Until(1) int acceptableRecoveryLagLegacy,
      int taskOffsetIntervalMs,
      @Since(1) @Ignorable @Default("-1") long acceptableRecoveryLag,
      @Nullable List<Status> status,
      @Default("null") @Nullable List<TaskIds> activeTasks,
      @Default("null") @Nullable List<TaskIds> standbyTasks,
      @Default("null") @Nullable List<TaskIds> warmupTasks,
      @Since(1) boolean topologyDescriptionRequired,
      int endpointInformationEpoch,
      @Default("null") @Nullable List<EndpointToPartitions> partitionsByUserEndpoint) {

    /** One status of the response. */
    public record Status(byte statusCode, String statusDetail) {}

    /** One task ids of the response. */
    public record TaskIds(String subtopologyId, List<Integer> partitions) {}

    /** One endpoint to partitions of the response. */
    public record EndpointToPartitions(
        Endpoint userEndpoint,
        List<TopicPartition> activePartitions,
        List<TopicPartition> standbyPartitions) {}

    /** One endpoint of the response. */
    public record Endpoint(String host, @Uint16 int port) {}

    /** One topic partition of the response. */
    public record TopicPartition(String topic, List<Integer> partitions) {}
  }
}
