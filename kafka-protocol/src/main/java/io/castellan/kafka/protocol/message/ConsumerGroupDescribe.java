package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ConsumerGroupDescribe, key 69, versions 0 to 1. */
public final class ConsumerGroupDescribe {
  private ConsumerGroupDescribe() {}

  /** What is asked. */
  @Api(ApiKey.CONSUMER_GROUP_DESCRIBE)
  public record Request(List<String> groupIds, boolean includeAuthorizedOperations) {}

  /** What is answered. */
  @Api(ApiKey.CONSUMER_GROUP_DESCRIBE)
  public record Response(int throttleTimeMs, List<DescribedGroup> groups) {

    /** One described group of the response. */
    public record DescribedGroup(
        short errorCode,
        @Default("null") @Nullable String errorMessage,
        String groupId,
        String groupState,
        int groupEpoch,
        int assignmentEpoch,
        String assignorName,
        List<Member> members,
        @Default("-2147483648") int authorizedOperations) {}

    /** One member of the response. */
    public record Member(
        String memberId,
        @Default("null") @Nullable String instanceId,
        @Default("null") @Nullable String rackId,
        int memberEpoch,
        String clientId,
        String clientHost,
        List<String> subscribedTopicNames,
        @Default("null") @Nullable String subscribedTopicRegex,
        Assignment assignment,
        Assignment targetAssignment,
        @Since(1) @Ignorable @Default("-1") byte memberType) {}

    /** One assignment of the response. */
    public record Assignment(List<TopicPartitions> topicPartitions) {}

    /** One topic partitions of the response. */
    public record TopicPartitions(Uuid topicId, String topicName, List<Integer> partitions) {}
  }
}
