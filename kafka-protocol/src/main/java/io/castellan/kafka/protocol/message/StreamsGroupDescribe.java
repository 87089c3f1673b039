package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Uint16;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describe streams groups.
 *
 * <p>Key 89, versions 0 to 1, flexible since 0. Sent by administrative clients.
 */
public final class StreamsGroupDescribe {

  private StreamsGroupDescribe() {}

  /**
   * What is asked.
   *
   * @param groupIds the ids of the groups
   * @param includeAuthorizedOperations whether the answer tells which operations the client may
   *     perform
   * @param includeTopologyDescription whether to describe the topologies
   */
  @Api(ApiKey.STREAMS_GROUP_DESCRIBE)
  public record Request(
      List<String> groupIds,
      boolean includeAuthorizedOperations,
      @Since(1) boolean includeTopologyDescription) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param groups one entry per group
   */
  @Api(ApiKey.STREAMS_GROUP_DESCRIBE)
  public record Response(int throttleTimeMs, List<DescribedGroup> groups) {

    /**
     * A group.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     * @param groupId the group's id
     * @param groupState the state of the group, by name
     * @param groupEpoch the epoch that rises with each change of members, subscriptions or topics
     * @param assignmentEpoch the group epoch that the target assignment was computed for
     * @param topology what the application runs, or null when unchanged
     * @param members the members of the group
     * @param authorizedOperations a bit for each operation that the client may perform; the lowest
     *     int when not asked for
     * @param topologyDescription the topology in words, or null
     * @param topologyDescriptionStatus whether a description is there, as a code
     * @param assignorName the assignor that computed the target
     */
    public record DescribedGroup(
        short errorCode,
        @Default("null") @Nullable String errorMessage,
        String groupId,
        String groupState,
        int groupEpoch,
        int assignmentEpoch,
        @Default("null") @Nullable Topology topology,
        List<Member> members,
        @Default("-2147483648") int authorizedOperations,
        @Since(1) @Default("null") @Nullable TopologyDescription topologyDescription,
        @Since(1) byte topologyDescriptionStatus,
        @Since(1) @Ignorable @Default("null") @Nullable String assignorName) {}

    /**
     * What a streams application runs.
     *
     * @param epoch the epoch of the topology
     * @param subtopologies the parts of the topology that are scheduled on their own
     */
    public record Topology(int epoch, @Default("null") @Nullable List<Subtopology> subtopologies) {}

    /**
     * A member of a group.
     *
     * @param memberId the id that the coordinator knows the member by; empty before it has one
     * @param memberEpoch the epoch of the assignment that the member has reached
     * @param instanceId the id of a static member, or null
     * @param rackId the member's rack, or null
     * @param clientId the name that the client gives itself
     * @param clientHost the address that the member connects from
     * @param topologyEpoch the epoch of the topology
     * @param processId the id of the process, shared by its threads
     * @param userEndpoint where interactive queries reach the member, or null
     * @param clientTags tags for spreading standbys over racks
     * @param taskOffsets how far each task's state is; null when unchanged
     * @param taskEndOffsets the end of each task's changelogs; null when unchanged
     * @param assignment what the member is to consume
     * @param targetAssignment what the member shall have in the end
     * @param isClassic whether the member speaks the classic protocol
     */
    public record Member(
        String memberId,
        int memberEpoch,
        @Default("null") @Nullable String instanceId,
        @Default("null") @Nullable String rackId,
        String clientId,
        String clientHost,
        int topologyEpoch,
        String processId,
        @Default("null") @Nullable Endpoint userEndpoint,
        List<KeyValue> clientTags,
        List<TaskOffset> taskOffsets,
        List<TaskOffset> taskEndOffsets,
        Assignment assignment,
        Assignment targetAssignment,
        boolean isClassic) {}

    /**
     * A topology in words.
     *
     * @param subtopologies the parts of the topology that are scheduled on their own
     * @param globalStores the stores that every instance holds whole
     */
    public record TopologyDescription(
        List<TopologyDescriptionSubtopology> subtopologies,
        List<TopologyDescriptionGlobalStore> globalStores) {}

    /**
     * A part of the topology that is scheduled on its own.
     *
     * @param subtopologyId which part of the topology
     * @param sourceTopics the topics that it reads from
     * @param repartitionSinkTopics the repartition topics that it writes to
     * @param stateChangelogTopics the topics that changes of state are logged to
     * @param repartitionSourceTopics the repartition topics that it reads from
     */
    public record Subtopology(
        String subtopologyId,
        List<String> sourceTopics,
        List<String> repartitionSinkTopics,
        List<TopicInfo> stateChangelogTopics,
        List<TopicInfo> repartitionSourceTopics) {}

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
     * An assignment.
     *
     * @param activeTasks the tasks that process records; null when unchanged
     * @param standbyTasks the tasks that keep copies of state; null when unchanged
     * @param warmupTasks the tasks that catch up before they move; null when unchanged
     */
    public record Assignment(
        List<TaskIds> activeTasks, List<TaskIds> standbyTasks, List<TaskIds> warmupTasks) {}

    /**
     * A part of the topology that is scheduled on its own.
     *
     * @param subtopologyId which part of the topology
     * @param nodes the nodes of the graph
     */
    public record TopologyDescriptionSubtopology(
        String subtopologyId, List<TopologyDescriptionNode> nodes) {}

    /**
     * A store that every instance holds whole.
     *
     * @param source the node that reads the store's topic
     * @param processor the processor that fills the store
     */
    public record TopologyDescriptionGlobalStore(
        TopologyDescriptionNode source, TopologyDescriptionNode processor) {}

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
     * Tasks of one subtopology.
     *
     * @param subtopologyId which part of the topology
     * @param partitions the numbers of the tasks' partitions
     */
    public record TaskIds(String subtopologyId, List<Integer> partitions) {}

    /**
     * A node of the graph.
     *
     * @param name the node's name
     * @param nodeType 1 source, 2 processor, 3 sink
     * @param sourceTopics the topics that it reads from
     * @param sinkTopic the topic that a sink writes to, or null
     * @param stores the stores that the node uses
     * @param successors the nodes that come after
     */
    public record TopologyDescriptionNode(
        String name,
        byte nodeType,
        List<String> sourceTopics,
        @Default("null") @Nullable String sinkTopic,
        List<String> stores,
        List<String> successors) {}
  }
}
