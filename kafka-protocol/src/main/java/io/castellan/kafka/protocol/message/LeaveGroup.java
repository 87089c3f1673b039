package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Until;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LeaveGroup, key 13, versions 0 to 5. */
public final class LeaveGroup {
  private LeaveGroup() {}

  /** What is asked. */
  @Api(ApiKey.LEAVE_GROUP)
  public record Request(
      String groupId, @Until(3) String memberId, @Since(3) List<MemberIdentity> members) {

    /** One member identity of the request. */
    public record MemberIdentity(
        String memberId,
        @Default("null") @Nullable String groupInstanceId,
        @Since(5) @Ignorable @Default("null") @Nullable String reason) {}
  }

  /** What is answered. */
  @Api(ApiKey.LEAVE_GROUP)
  public record Response(
      @Since(1) @Ignorable int throttleTimeMs,
      short errorCode,
      @Since(3) List<MemberResponse> members) {

    /** One member response of the response. */
    public record MemberResponse(
        String memberId, @Nullable String groupInstanceId, short errorCode) {}
  }
}
