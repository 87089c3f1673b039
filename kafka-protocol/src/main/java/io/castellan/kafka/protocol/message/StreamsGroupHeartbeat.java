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

/**
 * Streams group heartbeat.
 *
 * <p>Key 88, versions 0 to 1, flexible since 0. Sent by clients.
 */
public final class StreamsGroupHeartbeat {

  private StreamsGroupHeartbeat() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param memberId the id that the coordinator knows the member by; empty before it has one
   * @param memberEpoch the epoch of the assignment that the member has reached
   * @param endpointInformationEpoch which version of the endpoints the member has seen
   * @param instanceId the id of a static member, or null
   * @param rackId the client's rack, for reading from a replica near it
   * @param rebalanceTimeoutMs how long members have to rejoin or to give up partitions, in
   *     milliseconds
   * @param topology what the application runs, or null when unchanged
   * @param activeTasks the tasks that process records; null when unchanged
   * @param standbyTasks the tasks that keep copies of state; null when unchanged
   * @param warmupTasks the tasks that catch up before they move; null when unchanged
   * @param processId the id of the process, shared by its threads
   * @param userEndpoint where interactive queries reach the member, or null
   * @param clientTags tags for spreading standbys over racks
   * @param taskOffsets how far each task's state is; null when unchanged
   * @param taskEndOffsets the end of each task's changelogs; null when unchanged
   * @param shutdownApplication whether all members shall shut down
   */
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

    /**
     * What a streams application runs.
     *
     * @param epoch the epoch of the topology
     * @param subtopologies the parts of the topology that are scheduled on their own
     */
    public record Topology(int epoch, List<Subtopology> subtopologies) {}

    /**
     * Tasks of one subtopology.
     *
     * @param subtopologyId which part of the topology
     * @param partitions the numbers of the tasks' partitions
     */
    public record TaskIds(String subtopologyId, List<Integer> partitions) {}

    /**
     * An address.
     *
     * @param host the host
     * @param port the port
     */
    public record Endpoint(String host, @Uint16 int port) {}

    /**
     * A name and its value.
     *
     * @param key the name
     * @param value the value
     */
    public record KeyValue(String key, String value) {}

    /**
     * How far a task's state is.
     *
     * @param subtopologyId which part of the topology
     * @param partition the partition of the task
     * @param offset the offset
     */
    public record TaskOffset(String subtopologyId, int partition, long offset) {}

    /**
     * A part of the topology that is scheduled on its own.
     *
     * @param subtopologyId which part of the topology
     * @param sourceTopics the topics that it reads from
     * @param sourceTopicRegex regular expressions over topics that it reads from
     * @param stateChangelogTopics the topics that changes of state are logged to
     * @param repartitionSinkTopics the repartition topics that it writes to
     * @param repartitionSourceTopics the repartition topics that it reads from
     * @param copartitionGroups the topics that must have equal partition counts
     */
    public record Subtopology(
        String subtopologyId,
        List<String> sourceTopics,
        List<String> sourceTopicRegex,
        List<TopicInfo> stateChangelogTopics,
        List<String> repartitionSinkTopics,
        List<TopicInfo> repartitionSourceTopics,
        List<CopartitionGroup> copartitionGroups) {}

    /**
     * A topic that the application makes for itself.
     *
     * @param name the topic's name
     * @param partitions the number of partitions, or 0 for as many as its sources have
     * @param replicationFactor the number of replicas of each partition, or -1 for the default
     * @param topicConfigs the configuration of the topic
     */
    public record TopicInfo(
        String name, int partitions, short replicationFactor, List<KeyValue> topicConfigs) {}

    /**
     * Topics that must have equal partition counts, as positions in the lists around it.
     *
     * @param sourceTopics the topics that it reads from
     * @param sourceTopicRegex regular expressions over topics that it reads from
     * @param repartitionSourceTopics the repartition topics that it reads from
     */
    public record CopartitionGroup(
        List<Short> sourceTopics,
        List<Short> sourceTopicRegex,
        List<Short> repartitionSourceTopics) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param errorMessage the error in words for a person, or null
   * @param memberId the id that the coordinator knows the member by; empty before it has one
   * @param memberEpoch the epoch of the assignment that the member has reached
   * @param heartbeatIntervalMs how often to send heartbeats, in milliseconds
   * @param acceptableRecoveryLagLegacy how far behind a warm state may be, in offsets
   * @param taskOffsetIntervalMs how often to report task offsets, in milliseconds
   * @param acceptableRecoveryLag how far behind a warm state may be, in offsets
   * @param status what the member should know, or null
   * @param activeTasks the tasks that process records; null when unchanged
   * @param standbyTasks the tasks that keep copies of state; null when unchanged
   * @param warmupTasks the tasks that catch up before they move; null when unchanged
   * @param topologyDescriptionRequired whether the member is asked to describe its topology
   * @param endpointInformationEpoch which version of the endpoints the member has seen
   * @param partitionsByUserEndpoint who holds which partitions, for interactive queries; null when
   *     unchanged
   */
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

    /**
     * A condition that the member should know of.
     *
     * @param statusCode the condition, as a code
     * @param statusDetail the condition in words
     */
    public record Status(byte statusCode, String statusDetail) {}

    /**
     * Tasks of one subtopology.
     *
     * @param subtopologyId which part of the topology
     * @param partitions the numbers of the tasks' partitions
     */
    public record TaskIds(String subtopologyId, List<Integer> partitions) {}

    /**
     * A member and the partitions that it holds.
     *
     * @param userEndpoint where interactive queries reach the member, or null
     * @param activePartitions the partitions of active tasks
     * @param standbyPartitions the partitions of standby tasks
     */
    public record EndpointToPartitions(
        Endpoint userEndpoint,
        List<TopicPartition> activePartitions,
        List<TopicPartition> standbyPartitions) {}

    /**
     * An address.
     *
     * @param host the host
     * @param port the port
     */
    public record Endpoint(String host, @Uint16 int port) {}

    /**
     * A topic and some of its partitions.
     *
     * @param topic the topic's name
     * @param partitions the numbers of the partitions
     */
    public record TopicPartition(String topic, List<Integer> partitions) {}
  }
}
