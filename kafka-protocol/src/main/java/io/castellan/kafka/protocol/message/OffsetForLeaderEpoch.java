package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;

/** OffsetForLeaderEpoch, key 23, versions 0 to 4. */
public final class OffsetForLeaderEpoch {
  private OffsetForLeaderEpoch() {}

  /** What is asked. */
  @Api(ApiKey.OFFSET_FOR_LEADER_EPOCH)
  public record Request(
      @Since(3) @Ignorable @Default("-2") int replicaId, List<OffsetForLeaderTopic> topics) {

    /** One offset for leader topic of the request. */
    public record OffsetForLeaderTopic(String topic, List<OffsetForLeaderPartition> partitions) {}

    /** One offset for leader partition of the request. */
    public record OffsetForLeaderPartition(
        int partition,
        @Since(2) @Ignorable @Default("-1") int currentLeaderEpoch,
        int leaderEpoch) {}
  }

  /** What is answered. */
  @Api(ApiKey.OFFSET_FOR_LEADER_EPOCH)
  public record Response(
      @Since(2) @Ignorable int throttleTimeMs, List<OffsetForLeaderTopicResult> topics) {

    /** One offset for leader topic result of the response. */
    public record OffsetForLeaderTopicResult(String topic, List<EpochEndOffset> partitions) {}

    /** One epoch end offset of the response. */
    public record EpochEndOffset(
        short errorCode,
        int partition,
        @Since(1) @Ignorable @Default("-1") int leaderEpoch,
        @Default("-1") long endOffset) {}
  }
}
