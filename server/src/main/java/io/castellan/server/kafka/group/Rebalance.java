package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.shard.Effects;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The join phase of a rebalance: everyone's join is held until all known members have joined or the
 * rebalance timeout is over; then the generation grows by one, a protocol that all support is
 * elected and the joins are answered, the leader's with everyone's metadata. A group that was empty
 * waits a little longer for its first members, so that ten consumers that start together rebalance
 * once and not ten times. Owned by its group.
 */
final class Rebalance {
  private final Standing group;

  Rebalance(Standing group) {
    this.group = group;
  }

  /**
   * Whoever is a member must join again; a rebalance under way goes on with whoever came or left.
   */
  void start(long nowMs, Effects out) {
    if (group.state == GroupState.PREPARING_REBALANCE) {
      endJoinsIfComplete(nowMs, out);
      return;
    }
    if (group.state == GroupState.COMPLETING_REBALANCE) {
      group.members.endSyncs(ErrorCode.REBALANCE_IN_PROGRESS, out);
    }
    if (group.state == GroupState.EMPTY) {
      group.phase.startGathering(nowMs, group.members.longestRebalanceTimeoutMs());
    } else {
      group.phase.start(nowMs, group.members.longestRebalanceTimeoutMs());
    }
    group.wakeBy(group.phase.endsMs());
    group.enter(GroupState.PREPARING_REBALANCE, nowMs);
    endJoinsIfComplete(nowMs, out);
  }

  /** Answer the joins if all are here. */
  void endJoinsIfComplete(long nowMs, Effects out) {
    if (!group.phase.isGathering() && group.promisedIds.isEmpty() && group.members.allJoined()) {
      endJoins(nowMs, out);
    }
  }

  /** Answer the joins that are here; members that did not join are out, but for static ones. */
  void endJoins(long nowMs, Effects out) {
    for (Member member : group.members.copy()) {
      if (member.join == null && !member.isStatic()) {
        group.members.remove(member);
      }
    }
    Member leader = group.members.joinedLeader(group.leaderId);
    if (leader == null && !group.members.isEmpty()) {
      group.phase.start(
          nowMs, group.members.longestRebalanceTimeoutMs()); // all static, none is back yet
      group.wakeBy(group.phase.endsMs());
      return;
    }
    group.generation++;
    if (group.members.isEmpty()) {
      group.protocolName = null;
      group.leaderId = null;
      group.enter(GroupState.EMPTY, nowMs);
      out.append(
          List.of(GroupRecords.group(group.snapshot(Map.of()))), (error, laterMs, next) -> {});
      return;
    }
    group.leaderId = leader == null ? null : leader.id;
    group.protocolName = group.members.electProtocol();
    group.phase.start(nowMs, group.members.longestRebalanceTimeoutMs());
    group.wakeBy(group.phase.endsMs());
    group.enter(GroupState.COMPLETING_REBALANCE, nowMs);
    for (Member member : group.members.all()) {
      member.assignment = Bytes.EMPTY;
      Consumer<JoinResult> join = member.join;
      if (join != null) {
        member.join = null;
        member.fresh = false;
        member.heardOf(nowMs);
        group.wakeBy(member.deadlineMs);
        out.answer(join, group.joined(member));
      }
    }
  }
}
