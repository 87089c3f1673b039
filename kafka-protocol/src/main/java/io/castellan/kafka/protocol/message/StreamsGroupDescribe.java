package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Uint16;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** StreamsGroupDescribe, key 89, versions 0 to 1. */
public final class StreamsGroupDescribe {
  private StreamsGroupDescribe() {}

  /** What is asked. */
  @Api(ApiKey.STREAMS_GROUP_DESCRIBE)
  public record Request(
      List<String> groupIds,
      boolean includeAuthorizedOperations,
      @Since(1) boolean includeTopologyDescription) {}

  /** What is answered. */
  @Api(ApiKey.STREAMS_GROUP_DESCRIBE)
  public record Response(int throttleTimeMs, List<DescribedGroup> groups) {

    /** One described group of the response. */
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

    /** One topology of the response. */
    public record Topology(int epoch, @Default("null") @Nullable List<Subtopology> subtopologies) {}

    /** One subtopology of the response. */
    public record Subtopology(
        String subtopologyId,
        List<String> sourceTopics,
        List<String> repartitionSinkTopics,
        List<TopicInfo> stateChangelogTopics,
        List<TopicInfo> repartitionSourceTopics) {}

    /** One topic info of the response. */
    public record TopicInfo(
        String name, int partitions, short replicationFactor, List<KeyValue> topicConfigs) {}

    /** One key value of the response. */
    public record KeyValue(String key, String value) {}

    /** One member of the response. */
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

    /** One endpoint of the response. */
    public record Endpoint(String host, @Uint16 int port) {}

    /** One task offset of the response. */
    public record TaskOffset(String subtopologyId, int partition, long offset) {}

    /** One assignment of the response. */
    public record Assignment(
        List<TaskIds> activeTasks, List<TaskIds> standbyTasks, List<TaskIds> warmupTasks) {}

    /** One task ids of the response. */
    public record TaskIds(String subtopologyId, List<Integer> partitions) {}

    /** One topology description of the response. */
    public record TopologyDescription(
        List<TopologyDescriptionSubtopology> subtopologies,
        List<TopologyDescriptionGlobalStore> globalStores) {}

    /** One topology description subtopology of the response. */
    public record TopologyDescriptionSubtopology(
        String subtopologyId, List<TopologyDescriptionNode> nodes) {}

    /** One topology description node of the response. */
    public record TopologyDescriptionNode(
        String name,
        byte nodeType,
        List<String> sourceTopics,
        @Default("null") @Nullable String sinkTopic,
        List<String> stores,
        List<String> successors) {}

    /** One topology description global store of the response. */
    public record TopologyDescriptionGlobalStore(
        TopologyDescriptionNode source, TopologyDescriptionNode processor) {}
  }
}
