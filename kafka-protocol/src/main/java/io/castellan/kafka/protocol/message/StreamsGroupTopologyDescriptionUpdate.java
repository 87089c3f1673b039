package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Streams topology description.
 *
 * <p>Key 93, version 0, flexible since 0. Sent by clients.
 */
public final class StreamsGroupTopologyDescriptionUpdate {

  private StreamsGroupTopologyDescriptionUpdate() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param memberId the id that the coordinator knows the member by; empty before it has one
   * @param topologyEpoch the epoch of the topology
   * @param topologyDescription the topology in words, or null
   */
  @Api(ApiKey.STREAMS_GROUP_TOPOLOGY_DESCRIPTION_UPDATE)
  public record Request(
      String groupId, String memberId, int topologyEpoch, TopologyDescription topologyDescription) {

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

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param errorMessage the error in words for a person, or null
   */
  @Api(ApiKey.STREAMS_GROUP_TOPOLOGY_DESCRIPTION_UPDATE)
  public record Response(
      int throttleTimeMs, short errorCode, @Default("null") @Nullable String errorMessage) {}
}
