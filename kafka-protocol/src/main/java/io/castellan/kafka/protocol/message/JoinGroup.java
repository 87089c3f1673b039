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

/**
 * Classic group: join / rebalance.
 *
 * <p>Key 11, versions 0 to 9, flexible since 6. Sent by clients.
 */
public final class JoinGroup {

  private JoinGroup() {}

  /**
   * What is asked.
   *
   * @param groupId the group's id
   * @param sessionTimeoutMs how long a member may be silent, in milliseconds
   * @param rebalanceTimeoutMs how long members have to rejoin or to give up partitions, in
   *     milliseconds
   * @param memberId the id that the coordinator knows the member by; empty before it has one
   * @param groupInstanceId the id of a static member, or null
   * @param protocolType what kind of group it is, such as consumer
   * @param protocols the assignors that the member offers, the best first
   * @param reason why, for the log, or null
   */
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

    /**
     * An assignor that a member offers.
     *
     * @param name the assignor's name
     * @param metadata the member's subscription, as the protocol type defines it
     */
    public record Protocol(String name, Bytes metadata) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param generationId the generation of the group
   * @param protocolType what kind of group it is, such as consumer
   * @param protocolName the assignor that all members understand; null in an error since version 7
   * @param leader the id of the member that computes the assignment
   * @param skipAssignment whether the leader need not compute an assignment (KIP-814)
   * @param memberId the id that the coordinator knows the member by; empty before it has one
   * @param members the members with their subscriptions; only the leader gets them
   */
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

    /**
     * A member of a group.
     *
     * @param memberId the id that the coordinator knows the member by; empty before it has one
     * @param groupInstanceId the id of a static member, or null
     * @param metadata the member's subscription, as the protocol type defines it
     */
    public record Member(
        String memberId,
        @Since(5) @Ignorable @Default("null") @Nullable String groupInstanceId,
        Bytes metadata) {}
  }
}
