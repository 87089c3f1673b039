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

/** DeleteTopics, key 20, versions 0 to 6. */
public final class DeleteTopics {
  private DeleteTopics() {}

  /** What is asked. */
  @Api(ApiKey.DELETE_TOPICS)
  public record Request(
      @Since(6) List<DeleteTopicState> topics,
      @Until(6) @Ignorable List<String> topicNames,
      int timeoutMs) {

    /** One delete topic state of the request. */
    public record DeleteTopicState(@Default("null") @Nullable String name, Uuid topicId) {}
  }

  /** What is answered. */
  @Api(ApiKey.DELETE_TOPICS)
  public record Response(
      @Since(1) @Ignorable int throttleTimeMs, List<DeletableTopicResult> responses) {

    /** One deletable topic result of the response. */
    public record DeletableTopicResult(
        @NullableSince(6) @Nullable String name,
        @Since(6) @Ignorable Uuid topicId,
        short errorCode,
        @Since(5) @Ignorable @Default("null") @Nullable String errorMessage) {}
  }
}
