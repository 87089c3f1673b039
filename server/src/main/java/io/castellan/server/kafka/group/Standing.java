package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a classic group stands: its state and generation, its members, and what they agreed on. The
 * group's phases share it; it decides nothing. Owned by its group.
 */
final class Standing {
  final String id;
  final Members members = new Members();

  /** Ids that were handed out and not used yet, with the time when they lapse. */
  final Map<String, Long> promisedIds = new HashMap<>();

  final Phase phase;
  GroupState state = GroupState.EMPTY;
  long stateSinceMs;
  int generation;
  String protocolType = "";
  @Nullable String protocolName;
  @Nullable String leaderId;

  /** Never later than the first thing due. */
  long wakeAtMs = Long.MAX_VALUE;

  Standing(String id, int initialRebalanceDelayMs, long nowMs) {
    this.id = id;
    this.phase = new Phase(initialRebalanceDelayMs);
    this.stateSinceMs = nowMs;
  }

  void enter(GroupState next, long nowMs) {
    state = next;
    stateSinceMs = nowMs;
  }

  void wakeBy(long timeMs) {
    wakeAtMs = Math.min(wakeAtMs, timeMs);
  }

  ErrorCode checkMember(String memberId, @Nullable String instanceId) {
    return state == GroupState.DEAD
        ? ErrorCode.COORDINATOR_NOT_AVAILABLE
        : members.check(memberId, instanceId);
  }

  /** The answer to a join that succeeded. */
  JoinResult joined(Member member) {
    List<JoinResult.JoinedMember> everyone =
        member.id.equals(leaderId) ? members.forLeader(protocolName) : List.of();
    return new JoinResult(
        ErrorCode.NONE,
        generation,
        protocolType,
        protocolName,
        leaderId == null ? "" : leaderId,
        member.id,
        false,
        everyone);
  }

  /**
   * As the group is stored.
   *
   * @param assignments what is about to be assigned, by member id
   */
  GroupSnapshot snapshot(Map<String, Bytes> assignments) {
    return new GroupSnapshot(
        id,
        protocolType,
        generation,
        protocolName,
        leaderId,
        stateSinceMs,
        members.stored(protocolName, assignments));
  }
}
