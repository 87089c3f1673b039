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
 * Classic group: leader hands in, members get assignments.
 *
 * <p>Key 14, versions 0 to 5, flexible since 4. Sent by clients.
 */
public final class SyncGroup {

  private SyncGroup() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param generationId the generation of the group
   * @param memberId the id that the coordinator knows the member by; empty before it has one
   * @param groupInstanceId the id of a static member, or null
   * @param protocolType what kind of group it is, such as consumer
   * @param protocolName the assignor that all members understand
   * @param assignments what each member shall consume; only the leader sends it
   */
  @Api(ApiKey.SYNC_GROUP)
  public record Request(
      String groupId,
      int generationId,
      String memberId,
      @Since(3) @Default("null") @Nullable String groupInstanceId,
      @Since(5) @Ignorable @Default("null") @Nullable String protocolType,
      @Since(5) @Ignorable @Default("null") @Nullable String protocolName,
      List<Assignment> assignments) {

    /**
     * An assignment.
     *
     * @param memberId the id that the coordinator knows the member by; empty before it has one
     * @param assignment what the member is to consume, as the protocol type defines it
     */
    public record Assignment(String memberId, Bytes assignment) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param protocolType what kind of group it is, such as consumer
   * @param protocolName the assignor that all members understand
   * @param assignment what the member is to consume, as the protocol type defines it
   */
  @Api(ApiKey.SYNC_GROUP)
  public record Response(
      @Since(1) @Ignorable int throttleTimeMs,
      short errorCode,
      @Since(5) @Ignorable @Default("null") @Nullable String protocolType,
      @Since(5) @Ignorable @Default("null") @Nullable String protocolName,
      Bytes assignment) {}
}
