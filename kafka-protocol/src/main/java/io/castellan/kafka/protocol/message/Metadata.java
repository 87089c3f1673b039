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

/** Metadata, key 3, versions 0 to 13. */
public final class Metadata {
  private Metadata() {}

  /** What is asked. */
  @Api(ApiKey.METADATA)
  public record Request(
      @NullableSince(1) @Nullable List<Topic> topics,
      @Since(4) @Default("true") boolean allowAutoTopicCreation,
      @Since(8) @Until(11) boolean includeClusterAuthorizedOperations,
      @Since(8) boolean includeTopicAuthorizedOperations) {

    /** One topic of the request. */
    public record Topic(
        @Since(10) @Ignorable Uuid topicId, @NullableSince(10) @Nullable String name) {}
  }

  /** What is answered. */
  @Api(ApiKey.METADATA)
  public record Response(
      @Since(3) @Ignorable int throttleTimeMs,
      List<Broker> brokers,
      @Since(2) @Ignorable @Default("null") @Nullable String clusterId,
      @Since(1) @Ignorable @Default("-1") int controllerId,
      List<Topic> topics,
      @Since(8) @Until(11) @Default("-2147483648") int clusterAuthorizedOperations,
      @Since(13) @Ignorable short errorCode) {

    /** One broker of the response. */
    public record Broker(
        int nodeId,
        String host,
        int port,
        @Since(1) @Ignorable @Default("null") @Nullable String rack) {}

    /** One topic of the response. */
    public record Topic(
        short errorCode,
        @NullableSince(12) @Nullable String name,
        @Since(10) @Ignorable Uuid topicId,
        @Since(1) @Ignorable boolean isInternal,
        List<Partition> partitions,
        @Since(8) @Default("-2147483648") int topicAuthorizedOperations) {}

    /** One partition of the response. */
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
