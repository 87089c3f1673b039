package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Share group heartbeat.
 *
 * <p>Key 76, version 1, flexible since 0. Sent by clients.
 */
public final class ShareGroupHeartbeat {

  private ShareGroupHeartbeat() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param memberId the id that the coordinator knows the member by; empty before it has one
   * @param memberEpoch 0 joins, -1 leaves, else the epoch that the member has reached
   * @param rackId the client's rack, for reading from a replica near it
   * @param subscribedTopicNames the names that the member subscribes to; null when unchanged
   */
  @Api(ApiKey.SHARE_GROUP_HEARTBEAT)
  public record Request(
      String groupId,
      String memberId,
      int memberEpoch,
      @Default("null") @Nullable String rackId,
      @Default("null") @Nullable List<String> subscribedTopicNames) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param errorMessage the error in words for a person, or null
   * @param memberId the id that the coordinator knows the member by; empty before it has one
   * @param memberEpoch the epoch of the assignment that the member has reached
   * @param heartbeatIntervalMs how often to send heartbeats, in milliseconds
   * @param assignment what the member is to consume; null when unchanged
   */
  @Api(ApiKey.SHARE_GROUP_HEARTBEAT)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Default("null") @Nullable String errorMessage,
      @Default("null") @Nullable String memberId,
      int memberEpoch,
      int heartbeatIntervalMs,
      @Default("null") @Nullable Assignment assignment) {

    /**
     * An assignment.
     *
     * @param topicPartitions topics with the numbers of their partitions
     */
    public record Assignment(List<TopicPartitions> topicPartitions) {}

    /**
     * A topic and some of its partitions.
     *
     * @param topicId the topic's id; zero when it has none
     * @param partitions the numbers of the partitions
     */
    public record TopicPartitions(Uuid topicId, List<Integer> partitions) {}
  }
}
