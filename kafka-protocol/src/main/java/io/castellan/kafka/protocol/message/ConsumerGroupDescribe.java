package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describe KIP-848 groups.
 *
 * <p>Key 69, versions 0 to 1, flexible since 0. Sent by administrative clients.
 */
public final class ConsumerGroupDescribe {

  private ConsumerGroupDescribe() {}

  /**
   * What is asked.
   *
   * @param groupIds the ids of the groups
   * @param includeAuthorizedOperations whether the answer tells which operations the client may
   *     perform
   */
  @Api(ApiKey.CONSUMER_GROUP_DESCRIBE)
  public record Request(List<String> groupIds, boolean includeAuthorizedOperations) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param groups one entry per group
   */
  @Api(ApiKey.CONSUMER_GROUP_DESCRIBE)
  public record Response(int throttleTimeMs, List<DescribedGroup> groups) {

    /**
     * A group.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     * @param groupId the group's id
     * @param groupState the state of the group, by name
     * @param groupEpoch the epoch that rises with each change of members, subscriptions or topics
     * @param assignmentEpoch the group epoch that the target assignment was computed for
     * @param assignorName the assignor that computed the target
     * @param members the members of the group
     * @param authorizedOperations a bit for each operation that the client may perform; the lowest
     *     int when not asked for
     */
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

    /**
     * A member of a group.
     *
     * @param memberId the id that the coordinator knows the member by; empty before it has one
     * @param instanceId the id of a static member, or null
     * @param rackId the member's rack, or null
     * @param memberEpoch the epoch of the assignment that the member has reached
     * @param clientId the name that the client gives itself
     * @param clientHost the address that the member connects from
     * @param subscribedTopicNames the names that the member subscribes to; null when unchanged
     * @param subscribedTopicRegex the regular expression over topic names, or null
     * @param assignment what the member is to consume
     * @param targetAssignment what the member shall have in the end
     * @param memberType 0 classic, 1 consumer, -1 unknown
     */
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

    /**
     * An assignment.
     *
     * @param topicPartitions topics with the numbers of their partitions
     */
    public record Assignment(List<TopicPartitions> topicPartitions) {}

    /**
     * A topic and some of its partitions.
     *
     * @param topicId the topic's id; zero when it has none
     * @param topicName the topic's name
     * @param partitions the numbers of the partitions
     */
    public record TopicPartitions(Uuid topicId, String topicName, List<Integer> partitions) {}
  }
}
