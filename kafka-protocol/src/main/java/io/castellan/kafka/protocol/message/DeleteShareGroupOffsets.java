package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DeleteShareGroupOffsets, key 92, versions 0 to 0. */
public final class DeleteShareGroupOffsets {
  private DeleteShareGroupOffsets() {}

  /** What is asked. */
  @Api(ApiKey.DELETE_SHARE_GROUP_OFFSETS)
  public record Request(String groupId, List<Topic> topics) {

    /** One topic of the request. */
    public record Topic(String topicName) {}
  }

  /** What is answered. */
  @Api(ApiKey.DELETE_SHARE_GROUP_OFFSETS)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Default("null") @Nullable String errorMessage,
      List<Topic> responses) {

    /** One topic of the response. */
    public record Topic(
        String topicName,
        Uuid topicId,
        short errorCode,
        @Default("null") @Nullable String errorMessage) {}
  }
}
