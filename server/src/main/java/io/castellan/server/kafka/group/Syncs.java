package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.shard.Effects;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The sync phase of a rebalance: everyone's sync is held until the leader's brings the assignment;
 * it is stored, then the syncs are answered. Owned by its group.
 */
final class Syncs {
  private final Standing group;
  private final Rebalance rebalance;

  Syncs(Standing group, Rebalance rebalance) {
    this.group = group;
    this.rebalance = rebalance;
  }

  /** A member asks for its assignment; it is answered when the leader's is stored. */
  void sync(SyncRequest request, Consumer<SyncResult> answer, long nowMs, Effects out) {
    ErrorCode refusal = checkSync(request);
    Member member = group.members.get(request.memberId());
    if (refusal != ErrorCode.NONE || member == null) {
      out.answer(answer, SyncResult.refused(refusal));
      return;
    }
    switch (group.state) {
      case PREPARING_REBALANCE ->
          out.answer(answer, SyncResult.refused(ErrorCode.REBALANCE_IN_PROGRESS));
      case STABLE -> {
        member.heardOf(nowMs);
        out.answer(answer, assigned(member));
      }
      case COMPLETING_REBALANCE -> holdSync(member, request, answer, nowMs, out);
      case EMPTY, DEAD -> out.answer(answer, SyncResult.refused(ErrorCode.UNKNOWN_MEMBER_ID));
    }
  }

  private ErrorCode checkSync(SyncRequest request) {
    ErrorCode wrong = group.checkMember(request.memberId(), request.instanceId());
    if (wrong != ErrorCode.NONE) {
      return wrong;
    }
    if (request.generation() != group.generation) {
      return ErrorCode.ILLEGAL_GENERATION;
    }
    return request.agreesWith(group.protocolType, group.protocolName)
        ? ErrorCode.NONE
        : ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
  }

  private void holdSync(
      Member member, SyncRequest request, Consumer<SyncResult> answer, long nowMs, Effects out) {
    if (member.sync != null) {
      out.answer(member.sync, SyncResult.refused(ErrorCode.REBALANCE_IN_PROGRESS));
    }
    member.sync = answer;
    member.heardOf(nowMs);
    if (!member.id.equals(group.leaderId)) {
      return;
    }
    int storedGeneration = group.generation;
    Map<String, Bytes> assignments = request.assignments();
    out.append(
        List.of(GroupRecords.group(group.snapshot(assignments))),
        (error, laterMs, next) -> {
          if (group.state == GroupState.COMPLETING_REBALANCE
              && group.generation == storedGeneration) {
            onAssignmentStored(error, assignments, laterMs, next);
          }
        });
  }

  private void onAssignmentStored(
      ErrorCode error, Map<String, Bytes> assignments, long nowMs, Effects out) {
    if (error != ErrorCode.NONE) {
      group.members.endSyncs(AppendErrors.ofGroup(error), out);
      rebalance.start(nowMs, out);
      return;
    }
    group.enter(GroupState.STABLE, nowMs);
    for (Member member : group.members.all()) {
      member.assignment = assignments.getOrDefault(member.id, Bytes.EMPTY);
      Consumer<SyncResult> sync = member.sync;
      if (sync != null) {
        member.sync = null;
        member.heardOf(nowMs);
        group.wakeBy(member.deadlineMs);
        out.answer(sync, assigned(member));
      }
    }
  }

  private SyncResult assigned(Member member) {
    return new SyncResult(
        ErrorCode.NONE, group.protocolType, group.protocolName, member.assignment);
  }
}
