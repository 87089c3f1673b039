package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import org.jspecify.annotations.Nullable;

/**
 * Classic group: keep alive.
 *
 * <p>Key 12, versions 0 to 4, flexible since 4. Sent by clients.
 */
public final class Heartbeat {

  private Heartbeat() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param generationId the generation of the group
   * @param memberId the id that the coordinator knows the member by; empty before it has one
   * @param groupInstanceId the id of a static member, or null
   */
  @Api(ApiKey.HEARTBEAT)
  public record Request(
      String groupId,
      int generationId,
      String memberId,
      @Since(3) @Default("null") @Nullable String groupInstanceId) {}

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   */
  @Api(ApiKey.HEARTBEAT)
  public record Response(@Since(1) @Ignorable int throttleTimeMs, short errorCode) {}
}
