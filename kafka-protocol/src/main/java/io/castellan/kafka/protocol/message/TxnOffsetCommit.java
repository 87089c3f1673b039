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

/** TxnOffsetCommit, key 28, versions 0 to 6. */
public final class TxnOffsetCommit {
  private TxnOffsetCommit() {}

  /** What is asked. */
  @Api(ApiKey.TXN_OFFSET_COMMIT)
  public record Request(
      String transactionalId,
      String groupId,
      long producerId,
      short producerEpoch,
      @Since(3) @Default("-1") int generationId,
      @Since(3) @Default("-1") int generationIdOrMemberEpoch,
      @Since(3) String memberId,
      @Since(3) @Default("null") @Nullable String groupInstanceId,
      List<Topic> topics) {

    /** One topic of the request. */
    public record Topic(
        @Until(6) @Ignorable String name,
        @Since(6) @Ignorable Uuid topicId,
        List<Partition> partitions) {}

    /** One partition of the request. */
    public record Partition(
        int partitionIndex,
        long committedOffset,
        @Since(2) @Ignorable @Default("-1") int committedLeaderEpoch,
        @Nullable String committedMetadata) {}
  }

  /** What is answered. */
  @Api(ApiKey.TXN_OFFSET_COMMIT)
  public record Response(int throttleTimeMs, List<Topic> topics) {

    /** One topic of the response. */
    public record Topic(
        @Until(6) @Ignorable String name,
        @Since(6) @Ignorable Uuid topicId,
        List<Partition> partitions) {}

    /** One partition of the response. */
    public record Partition(int partitionIndex, short errorCode) {}
  }
}
