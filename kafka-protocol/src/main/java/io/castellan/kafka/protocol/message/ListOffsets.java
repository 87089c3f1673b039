package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;

/** ListOffsets, key 2, versions 0 to 11. */
public final class ListOffsets {
  private ListOffsets() {}

  /** What is asked. */
  @Api(ApiKey.LIST_OFFSETS)
  public record Request(
      int replicaId,
      @Since(2) byte isolationLevel,
      List<Topic> topics,
      @Since(10) @Ignorable int timeoutMs) {

    /** One topic of the request. */
    public record Topic(String name, List<Partition> partitions) {}

    /** One partition of the request. */
    public record Partition(
        int partitionIndex,
        @Since(4) @Ignorable @Default("-1") int currentLeaderEpoch,
        long timestamp,
        @Until(1) @Default("1") int maxNumOffsets) {}
  }

  /** What is answered. */
  @Api(ApiKey.LIST_OFFSETS)
  public record Response(@Since(2) @Ignorable int throttleTimeMs, List<TopicResponse> topics) {

    /** One topic response of the response. */
    public record TopicResponse(String name, List<PartitionResponse> partitions) {}

    /** One partition response of the response. */
    public record PartitionResponse(
        int partitionIndex,
        short errorCode,
        @Until(1) List<Long> oldStyleOffsets,
        @Since(1) @Default("-1") long timestamp,
        @Since(1) @Default("-1") long offset,
        @Since(4) @Default("-1") int leaderEpoch) {}
  }
}
