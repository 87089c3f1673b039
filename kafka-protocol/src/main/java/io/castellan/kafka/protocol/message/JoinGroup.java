package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.NullableSince;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JoinGroup, key 11, versions 0 to 9. */
public final class JoinGroup {
  private JoinGroup() {}

  /** What is asked. */
  @Api(ApiKey.JOIN_GROUP)
  public record Request(
      String groupId,
      int sessionTimeoutMs,
      @Since(1) @Ignorable @Default("-1") int rebalanceTimeoutMs,
      String memberId,
      @Since(5) @Default("null") @Nullable String groupInstanceId,
      String protocolType,
      List<Protocol> protocols,
      @Since(8) @Ignorable @Default("null") @Nullable String reason) {

    /** One protocol of the request. */
    public record Protocol(String name, Bytes metadata) {}
  }

  /** What is answered. */
  @Api(ApiKey.JOIN_GROUP)
  public record Response(
      @Since(2) @Ignorable int throttleTimeMs,
      short errorCode,
      @Default("-1") int generationId,
      @Since(7) @Ignorable @Default("null") @Nullable String protocolType,
      @NullableSince(7) @Nullable String protocolName,
      String leader,
      @Since(9) boolean skipAssignment,
      String memberId,
      List<Member> members) {

    /** One member of the response. */
    public record Member(
        String memberId,
        @Since(5) @Ignorable @Default("null") @Nullable String groupInstanceId,
        Bytes metadata) {}
  }
}
