package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Delete share group offsets.
 *
 * <p>Key 92, version 0, flexible since 0. Sent by administrative clients.
 */
public final class DeleteShareGroupOffsets {

  private DeleteShareGroupOffsets() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param topics the topics
   */
  @Api(ApiKey.DELETE_SHARE_GROUP_OFFSETS)
  public record Request(String groupId, List<Topic> topics) {

    /**
     * A topic.
     *
     * @param topicName the topic's name
     */
    public record Topic(String topicName) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param errorMessage the error in words for a person, or null
   * @param responses one outcome per thing asked for
   */
  @Api(ApiKey.DELETE_SHARE_GROUP_OFFSETS)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Default("null") @Nullable String errorMessage,
      List<Topic> responses) {

    /**
     * A topic.
     *
     * @param topicName the topic's name
     * @param topicId the topic's id; zero when it has none
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     */
    public record Topic(
        String topicName,
        Uuid topicId,
        short errorCode,
        @Default("null") @Nullable String errorMessage) {}
  }
}
