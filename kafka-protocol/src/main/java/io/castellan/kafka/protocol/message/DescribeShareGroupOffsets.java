package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DescribeShareGroupOffsets, key 90, versions 0 to 1. */
public final class DescribeShareGroupOffsets {
  private DescribeShareGroupOffsets() {}

  /** What is asked. */
  @Api(ApiKey.DESCRIBE_SHARE_GROUP_OFFSETS)
  public record Request(List<Group> groups) {

    /** One group of the request. */
    public record Group(String groupId, @Nullable List<Topic> topics) {}

    /** One topic of the request. */
    public record Topic(String topicName, List<Integer> partitions) {}
  }

  /** What is answered. */
  @Api(ApiKey.DESCRIBE_SHARE_GROUP_OFFSETS)
  public record Response(int throttleTimeMs, List<Group> groups) {

    /** One group of the response. */
    public record Group(
        String groupId,
        List<Topic> topics,
        short errorCode,
        @Default("null") @Nullable String errorMessage) {}

    /** One topic of the response. */
    public record Topic(String topicName, Uuid topicId, List<Partition> partitions) {}

    /** One partition of the response. */
    public record Partition(
        int partitionIndex,
        long startOffset,
        int leaderEpoch,
        @Since(1) @Ignorable @Default("-1") long lag,
        short errorCode,
        @Default("null") @Nullable String errorMessage) {}
  }
}
