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

/** OffsetFetch, key 9, versions 0 to 10. */
public final class OffsetFetch {
  private OffsetFetch() {}

  /** What is asked. */
  @Api(ApiKey.OFFSET_FETCH)
  public record Request(
      @Until(8) String groupId,
      @Until(8) @NullableSince(2) @Nullable List<Topic> topics,
      @Since(8) List<Group> groups,
      @Since(7) boolean requireStable) {

    /** One topic of the request. */
    public record Topic(String name, List<Integer> partitionIndexes) {}

    /** One group of the request. */
    public record Group(
        String groupId,
        @Since(9) @Ignorable @Default("null") @Nullable String memberId,
        @Since(9) @Ignorable @Default("-1") int memberEpoch,
        @Nullable List<Topics> topics) {}

    /** One topics of the request. */
    public record Topics(
        @Until(10) @Ignorable String name,
        @Since(10) @Ignorable Uuid topicId,
        List<Integer> partitionIndexes) {}
  }

  /** What is answered. */
  @Api(ApiKey.OFFSET_FETCH)
  public record Response(
      @Since(3) @Ignorable int throttleTimeMs,
      @Until(8) List<Topic> topics,
      @Since(2) @Until(8) @Ignorable short errorCode,
      @Since(8) List<Group> groups) {

    /** One topic of the response. */
    public record Topic(String name, List<Partition> partitions) {}

    /** One partition of the response. */
    public record Partition(
        int partitionIndex,
        long committedOffset,
        @Since(5) @Ignorable @Default("-1") int committedLeaderEpoch,
        @Nullable String metadata,
        short errorCode) {}

    /** One group of the response. */
    public record Group(String groupId, List<Topics> topics, short errorCode) {}

    /** One topics of the response. */
    public record Topics(
        @Until(10) @Ignorable String name,
        @Since(10) @Ignorable Uuid topicId,
        List<Partitions> partitions) {}

    /** One partitions of the response. */
    public record Partitions(
        int partitionIndex,
        long committedOffset,
        @Ignorable @Default("-1") int committedLeaderEpoch,
        @Nullable String metadata,
        short errorCode) {}
  }
}
