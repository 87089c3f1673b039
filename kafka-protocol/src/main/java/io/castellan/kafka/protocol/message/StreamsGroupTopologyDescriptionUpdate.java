package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** StreamsGroupTopologyDescriptionUpdate, key 93, versions 0 to 0. */
public final class StreamsGroupTopologyDescriptionUpdate {
  private StreamsGroupTopologyDescriptionUpdate() {}

  /** What is asked. */
  @Api(ApiKey.STREAMS_GROUP_TOPOLOGY_DESCRIPTION_UPDATE)
  public record Request(
      String groupId, String memberId, int topologyEpoch, TopologyDescription topologyDescription) {

    /** One topology description of the request. */
    public record TopologyDescription(
        List<TopologyDescriptionSubtopology> subtopologies,
        List<TopologyDescriptionGlobalStore> globalStores) {}

    /** One topology description subtopology of the request. */
    public record TopologyDescriptionSubtopology(
        String subtopologyId, List<TopologyDescriptionNode> nodes) {}

    /** One topology description node of the request. */
    public record TopologyDescriptionNode(
        String name,
        byte nodeType,
        List<String> sourceTopics,
        @Default("null") @Nullable String sinkTopic,
        List<String> stores,
        List<String> successors) {}

    /** One topology description global store of the request. */
    public record TopologyDescriptionGlobalStore(
        TopologyDescriptionNode source, TopologyDescriptionNode processor) {}
  }

  /** What is answered. */
  @Api(ApiKey.STREAMS_GROUP_TOPOLOGY_DESCRIPTION_UPDATE)
  public record Response(
      int throttleTimeMs, short errorCode, @Default("null") @Nullable String errorMessage) {}
}
