package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OffsetCommit, key 8, versions 0 to 10. */
public final class OffsetCommit {
  private OffsetCommit() {}

  /** What is asked. */
  @Api(ApiKey.OFFSET_COMMIT)
  public record Request(
      String groupId,
      @Since(1) @Ignorable @Default("-1") int generationIdOrMemberEpoch,
      @Since(1) @Ignorable String memberId,
      @Since(7) @Default("null") @Nullable String groupInstanceId,
      @Since(2) @Until(5) @Ignorable @Default("-1") long retentionTimeMs,
      List<Topic> topics) {

    /** One topic of the request. */
    public record Topic(
        @Until(10) @Ignorable String name,
        @Since(10) @Ignorable Uuid topicId,
        List<Partition> partitions) {}

    /** One partition of the request. */
    public record Partition(
        int partitionIndex,
        long committedOffset,
        @Since(6) @Ignorable @Default("-1") int committedLeaderEpoch,
        @Since(1) @Until(2) @Default("-1") long commitTimestamp,
        @Nullable String committedMetadata) {}
  }

  /** What is answered. */
  @Api(ApiKey.OFFSET_COMMIT)
  public record Response(@Since(3) @Ignorable int throttleTimeMs, List<Topic> topics) {

    /** One topic of the response. */
    public record Topic(
        @Until(10) @Ignorable String name,
        @Since(10) @Ignorable Uuid topicId,
        List<Partition> partitions) {}

    /** One partition of the response. */
    public record Partition(int partitionIndex, short errorCode) {}
  }
}
