package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a join.
 *
 * @param generation -1 with an error
 * @param protocolType null with an error
 * @param protocolName the strategy that was chosen; null with an error
 * @param leaderId empty with an error
 * @param memberId the member's own id
 * @param skipAssignment the leader keeps the assignment that stands
 * @param members everyone, for the leader; empty for the others
 */
public record JoinResult(
    ErrorCode error,
    int generation,
    @Nullable String protocolType,
    @Nullable String protocolName,
    String leaderId,
    String memberId,
    boolean skipAssignment,
    List<JoinedMember> members) {

  /** A member as its leader sees it. */
  public record JoinedMember(String memberId, @Nullable String instanceId, Bytes metadata) {}

  /** The same, to a member that need not assign if it leads (KIP-814). */
  JoinResult skippingAssignment(boolean skip) {
    return new JoinResult(
        error, generation, protocolType, protocolName, leaderId, memberId, skip, members);
  }

  /** The same, to a member that is to think that another leads. */
  JoinResult following(String otherLeaderId) {
    return new JoinResult(
        error, generation, protocolType, protocolName, otherLeaderId, memberId, false, List.of());
  }

  /** A refusal. */
  public static JoinResult refused(ErrorCode error, String memberId) {
    return new JoinResult(error, -1, null, null, "", memberId, false, List.of());
  }
}
