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

/** UpdateMetadata, key 6, versions 0 to 8. */
public final class UpdateMetadata {
  private UpdateMetadata() {}

  /** What is asked. */
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

    /** One partition state of the request. */
    public record PartitionState(
        @Ignorable String topicName,
        int partitionIndex,
        int controllerEpoch,
        int leader,
        int leaderEpoch,
        List<Integer> isr,
        int zkVersion,
        List<Integer> replicas,
        @Since(4) @Ignorable List<Integer> offlineReplicas) {}

    /** One topic state of the request. */
    public record TopicState(
        String topicName,
        @Since(7) @Ignorable Uuid topicId,
        List<PartitionState> partitionStates) {}

    /** One broker of the request. */
    public record Broker(
        int id,
        @Until(1) @Ignorable String v0Host,
        @Until(1) @Ignorable int v0Port,
        @Since(1) @Ignorable List<Endpoint> endpoints,
        @Since(2) @Ignorable @Nullable String rack) {}

    /** One endpoint of the request. */
    public record Endpoint(
        int port, String host, @Since(3) @Ignorable String listener, short securityProtocol) {}
  }

  /** What is answered. */
  @Api(ApiKey.UPDATE_METADATA)
  public record Response(short errorCode) {}
}
