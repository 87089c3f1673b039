package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Classic group: leave; v3+ several members (also admin).
 *
 * <p>Key 13, versions 0 to 5, flexible since 4. Sent by clients.
 */
public final class LeaveGroup {

  private LeaveGroup() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param memberId the id that the coordinator knows the member by; empty before it has one
   * @param members the members that leave
   */
  @Api(ApiKey.LEAVE_GROUP)
  public record Request(
      String groupId, @Until(3) String memberId, @Since(3) List<MemberIdentity> members) {

    /**
     * A member of a group.
     *
     * @param memberId the id that the coordinator knows the member by; empty before it has one
     * @param groupInstanceId the id of a static member, or null
     * @param reason why, for the log, or null
     */
    public record MemberIdentity(
        String memberId,
        @Default("null") @Nullable String groupInstanceId,
        @Since(5) @Ignorable @Default("null") @Nullable String reason) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param members the members that leave
   */
  @Api(ApiKey.LEAVE_GROUP)
  public record Response(
      @Since(1) @Ignorable int throttleTimeMs,
      short errorCode,
      @Since(3) List<MemberResponse> members) {

    /**
     * A member of a group.
     *
     * @param memberId the id that the coordinator knows the member by; empty before it has one
     * @param groupInstanceId the id of a static member, or null
     * @param errorCode what went wrong, or 0; see ErrorCode
     */
    public record MemberResponse(
        String memberId, @Nullable String groupInstanceId, short errorCode) {}
  }
}
