package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DescribeTopicPartitions, key 75, versions 0 to 0. */
public final class DescribeTopicPartitions {
  private DescribeTopicPartitions() {}

  /** What is asked. */
  @Api(ApiKey.DESCRIBE_TOPIC_PARTITIONS)
  public record Request(
      List<TopicRequest> topics,
      @Default("2000") int responsePartitionLimit,
      @Default("null") @Nullable Cursor cursor) {

    /** One topic request of the request. */
    public record TopicRequest(String name) {}

    /** One cursor of the request. */
    public record Cursor(String topicName, int partitionIndex) {}
  }

  /** What is answered. */
  @Api(ApiKey.DESCRIBE_TOPIC_PARTITIONS)
  public record Response(
      @Ignorable int throttleTimeMs,
      List<Topic> topics,
      @Default("null") @Nullable Cursor nextCursor) {

    /** One topic of the response. */
    public record Topic(
        short errorCode,
        @Nullable String name,
        @Ignorable Uuid topicId,
        @Ignorable boolean isInternal,
        List<Partition> partitions,
        @Default("-2147483648") int topicAuthorizedOperations) {}

    /** One partition of the response. */
    public record Partition(
        short errorCode,
        int partitionIndex,
        int leaderId,
        @Ignorable @Default("-1") int leaderEpoch,
        List<Integer> replicaNodes,
        List<Integer> isrNodes,
        @Default("null") @Nullable List<Integer> eligibleLeaderReplicas,
        @Default("null") @Nullable List<Integer> lastKnownElr,
        @Ignorable List<Integer> offlineReplicas) {}

    /** One cursor of the response. */
    public record Cursor(String topicName, int partitionIndex) {}
  }
}
