package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describe classic groups.
 *
 * <p>Key 15, versions 0 to 6, flexible since 5. Sent by administrative clients.
 */
public final class DescribeGroups {

  private DescribeGroups() {}

  /**
   * What is asked.
   *
   * @param groups one entry per group
   * @param includeAuthorizedOperations whether the answer tells which operations the client may
   *     perform
   */
  @Api(ApiKey.DESCRIBE_GROUPS)
  public record Request(List<String> groups, @Since(3) boolean includeAuthorizedOperations) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param groups one entry per group
   */
  @Api(ApiKey.DESCRIBE_GROUPS)
  public record Response(@Since(1) @Ignorable int throttleTimeMs, List<DescribedGroup> groups) {

    /**
     * A group.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     * @param groupId the group's id
     * @param groupState the state of the group, by name
     * @param protocolType what kind of group it is, such as consumer
     * @param protocolData the assignor in use
     * @param members the members of the group
     * @param authorizedOperations a bit for each operation that the client may perform; the lowest
     *     int when not asked for
     */
    public record DescribedGroup(
        short errorCode,
        @Since(6) @Default("null") @Nullable String errorMessage,
        String groupId,
        String groupState,
        String protocolType,
        String protocolData,
        List<DescribedGroupMember> members,
        @Since(3) @Default("-2147483648") int authorizedOperations) {}

    /**
     * A member of a group.
     *
     * @param memberId the id that the coordinator knows the member by; empty before it has one
     * @param groupInstanceId the id of a static member, or null
     * @param clientId the name that the client gives itself
     * @param clientHost the address that the member connects from
     * @param memberMetadata the member's subscription, as the protocol type defines it
     * @param memberAssignment what the member got, as the protocol type defines it
     */
    public record DescribedGroupMember(
        String memberId,
        @Since(4) @Ignorable @Default("null") @Nullable String groupInstanceId,
        String clientId,
        String clientHost,
        Bytes memberMetadata,
        Bytes memberAssignment) {}
  }
}
