package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ConsumerGroupHeartbeat, key 68, versions 0 to 1. */
public final class ConsumerGroupHeartbeat {
  private ConsumerGroupHeartbeat() {}

  /** What is asked. */
  @Api(ApiKey.CONSUMER_GROUP_HEARTBEAT)
  public record Request(
      String groupId,
      String memberId,
      int memberEpoch,
      @Default("null") @Nullable String instanceId,
      @Default("null") @Nullable String rackId,
      @Default("-1") int rebalanceTimeoutMs,
      @Default("null") @Nullable List<String> subscribedTopicNames,
      @Since(1) @Default("null") @Nullable String subscribedTopicRegex,
      @Default("null") @Nullable String serverAssignor,
      @Default("null") @Nullable List<TopicPartitions> topicPartitions) {

    /** One topic partitions of the request. */
    public record TopicPartitions(Uuid topicId, List<Integer> partitions) {}
  }

  /** What is answered. */
  @Api(ApiKey.CONSUMER_GROUP_HEARTBEAT)
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
