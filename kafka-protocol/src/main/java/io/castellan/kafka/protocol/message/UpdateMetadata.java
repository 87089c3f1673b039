package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Tag;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refresh the metadata cache of a broker.
 *
 * <p>Key 6, versions 0 to 8, flexible since 6. Sent by the controller, to brokers.
 */
public final class UpdateMetadata {

  private UpdateMetadata() {}

  /**
   * What is asked.
   *
   * @param controllerId the id of the controller, or -1
   * @param isKRaftController whether the controller is one of KRaft
   * @param type 0 when unknown, 1 for a change, 2 for the full state
   * @param controllerEpoch the epoch of the controller, which fences its predecessors
   * @param brokerEpoch the zxid that the broker registered with, or -1
   * @param ungroupedPartitionStates the partitions, not yet grouped by topic
   * @param topicStates the topics, each with its partitions
   * @param liveBrokers the brokers that are alive
   */
  @Api(ApiKey.UPDATE_METADATA)
  public record Request(
      int controllerId,
      @Since(8) boolean isKRaftController,
      @Since(8) @Tag(0) byte type,
      int controllerEpoch,
      @Since(5) @Ignorable @Default("-1") long brokerEpoch,
      @Until(5) List<PartitionState> ungroupedPartitionStates,
      @Since(5) List<TopicState> topicStates,
      List<Broker> liveBrokers) {

    /**
     * A partition.
     *
     * @param topicName the topic's name
     * @param partitionIndex the partition's number within the topic
     * @param controllerEpoch the epoch of the controller, which fences its predecessors
     * @param leader the id of the broker that leads, or -1
     * @param leaderEpoch the epoch of the leader, or -1 when unknown
     * @param isr the replicas that are in sync
     * @param zkVersion the version of the partition's state znode
     * @param replicas the brokers that hold the partition, the preferred leader first
     * @param offlineReplicas the replicas whose broker or log directory is down
     */
    public record PartitionState(
        @Until(5) @Ignorable String topicName,
        int partitionIndex,
        int controllerEpoch,
        int leader,
        int leaderEpoch,
        List<Integer> isr,
        int zkVersion,
        List<Integer> replicas,
        @Since(4) @Ignorable List<Integer> offlineReplicas) {}

    /**
     * A topic.
     *
     * @param topicName the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param partitionStates the partitions of the topic
     */
    public record TopicState(
        String topicName,
        @Since(7) @Ignorable Uuid topicId,
        List<PartitionState> partitionStates) {}

    /**
     * A broker that is alive.
     *
     * @param id the broker's id
     * @param v0Host the broker's host
     * @param v0Port the broker's port
     * @param endpoints where the broker listens
     * @param rack the broker's rack, or null
     */
    public record Broker(
        int id,
        @Until(1) @Ignorable String v0Host,
        @Until(1) @Ignorable int v0Port,
        @Since(1) @Ignorable List<Endpoint> endpoints,
        @Since(2) @Ignorable @Nullable String rack) {}

    /**
     * An address.
     *
     * @param port the port
     * @param host the host
     * @param listener the listener's name
     * @param securityProtocol 0 PLAINTEXT, 1 SSL, 2 SASL_PLAINTEXT, 3 SASL_SSL
     */
    public record Endpoint(
        int port, String host, @Since(3) @Ignorable String listener, short securityProtocol) {}
  }

  /**
   * What is answered.
   *
   * @param errorCode what went wrong, or 0; see ErrorCode
   */
  @Api(ApiKey.UPDATE_METADATA)
  public record Response(short errorCode) {}
}
