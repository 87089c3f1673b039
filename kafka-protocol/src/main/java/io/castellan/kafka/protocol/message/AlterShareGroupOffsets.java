package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AlterShareGroupOffsets, key 91, versions 0 to 0. */
public final class AlterShareGroupOffsets {
  private AlterShareGroupOffsets() {}

  /** What is asked. */
  @Api(ApiKey.ALTER_SHARE_GROUP_OFFSETS)
  public record Request(String groupId, List<Topic> topics) {

    /** One topic of the request. */
    public record Topic(String topicName, List<Partition> partitions) {}

    /** One partition of the request. */
    public record Partition(int partitionIndex, long startOffset) {}
  }

  /** What is answered. */
  @Api(ApiKey.ALTER_SHARE_GROUP_OFFSETS)
  public record Response(
      int throttleTimeMs,
      short errorCode,
      @Default("null") @Nullable String errorMessage,
      List<Topic> responses) {

    /** One topic of the response. */
    public record Topic(String topicName, Uuid topicId, List<Partition> partitions) {}

    /** One partition of the response. */
    public record Partition(
        int partitionIndex, short errorCode, @Default("null") @Nullable String errorMessage) {}
  }
}
