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

/**
 * Delete topics by name or id (v6+).
 *
 * <p>Key 20, versions 0 to 6, flexible since 4. Sent by administrative clients.
 */
public final class DeleteTopics {

  private DeleteTopics() {}

  /**
   * What is asked.
   *
   * @param topics the topics, each with its partitions
   * @param topicNames the names of the topics
   * @param timeoutMs how long the broker may take, in milliseconds
   */
  @Api(ApiKey.DELETE_TOPICS)
  public record Request(
      @Since(6) List<DeleteTopicState> topics,
      @Until(6) @Ignorable List<String> topicNames,
      int timeoutMs) {

    /**
     * A topic.
     *
     * @param name the topic's name; null when the id is given
     * @param topicId the topic's id; zero when it has none
     */
    public record DeleteTopicState(@Default("null") @Nullable String name, Uuid topicId) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param responses one outcome per thing asked for
   */
  @Api(ApiKey.DELETE_TOPICS)
  public record Response(
      @Since(1) @Ignorable int throttleTimeMs, List<DeletableTopicResult> responses) {

    /**
     * A topic.
     *
     * @param name the topic's name; null when only the id is known
     * @param topicId the topic's id; zero when it has none
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     */
    public record DeletableTopicResult(
        @NullableSince(6) @Nullable String name,
        @Since(6) @Ignorable Uuid topicId,
        short errorCode,
        @Since(5) @Ignorable @Default("null") @Nullable String errorMessage) {}
  }
}
