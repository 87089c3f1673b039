package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ShareGroupHeartbeat, key 76, versions 1 to 1. */
public final class ShareGroupHeartbeat {
  private ShareGroupHeartbeat() {}

  /** What is asked. */
  @Api(ApiKey.SHARE_GROUP_HEARTBEAT)
  public record Request(
      String groupId,
      String memberId,
      int memberEpoch,
      @Default("null") @Nullable String rackId,
      @Default("null") @Nullable List<String> subscribedTopicNames) {}

  /** What is answered. */
  @Api(ApiKey.SHARE_GROUP_HEARTBEAT)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Default("null") @Nullable String errorMessage,
      @Default("null") @Nullable String memberId,
      int memberEpoch,
      int heartbeatIntervalMs,
      @Default("null") @Nullable Assignment assignment) {

    /** One assignment of the response. */
    public record Assignment(List<TopicPartitions> topicPartitions) {}

    /** One topic partitions of the response. */
    public record TopicPartitions(Uuid topicId, List<Integer> partitions) {}
  }
}
