package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ShareGroupDescribe, key 77, versions 1 to 1. */
public final class ShareGroupDescribe {
  private ShareGroupDescribe() {}

  /** What is asked. */
  @Api(ApiKey.SHARE_GROUP_DESCRIBE)
  public record Request(List<String> groupIds, boolean includeAuthorizedOperations) {}

  /** What is answered. */
  @Api(ApiKey.SHARE_GROUP_DESCRIBE)
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
        @Default("null") @Nullable String rackId,
        int memberEpoch,
        String clientId,
        String clientHost,
        List<String> subscribedTopicNames,
        Assignment assignment) {}

    /** One assignment of the response. */
    public record Assignment(List<TopicPartitions> topicPartitions) {}

    /** One topic partitions of the response. */
    public record TopicPartitions(Uuid topicId, String topicName, List<Integer> partitions) {}
  }
}
