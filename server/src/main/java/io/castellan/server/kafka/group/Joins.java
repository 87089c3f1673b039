package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.shard.Effects;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * JoinGroup: who is let in, under which id, and whether the others must join again for it. Owned by
 * its group.
 */
final class Joins {
  private final Standing group;
  private final Rebalance rebalance;
  private final GroupSettings settings;
  private final Supplier<String> memberIdSuffixes;

  Joins(
      Standing group,
      Rebalance rebalance,
      GroupSettings settings,
      Supplier<String> memberIdSuffixes) {
    this.group = group;
    this.rebalance = rebalance;
    this.settings = settings;
    this.memberIdSuffixes = memberIdSuffixes;
  }

  /**
   * A member joins; it is answered when the join phase ends, or at once when there is nothing to
   * wait for.
   */
  void join(JoinRequest request, Consumer<JoinResult> answer, long nowMs, Effects out) {
    ErrorCode refusal =
        group.state == GroupState.DEAD
            ? ErrorCode.COORDINATOR_NOT_AVAILABLE
            : JoinRules.check(request, settings, group.members, group.protocolType);
    if (refusal != ErrorCode.NONE) {
      out.answer(answer, JoinResult.refused(refusal, request.memberId()));
      return;
    }
    if (request.memberId().isEmpty()) {
      joinNew(request, answer, nowMs, out);
    } else if (group.promisedIds.remove(request.memberId()) != null) {
      add(request, request.memberId(), answer, nowMs, out);
    } else {
      rejoin(request, answer, nowMs, out);
    }
  }

  private void joinNew(JoinRequest request, Consumer<JoinResult> answer, long nowMs, Effects out) {
    String prefix = request.instanceId() == null ? request.clientId() : request.instanceId();
    String newId = prefix + "-" + memberIdSuffixes.get();
    if (ByteBufUtil.utf8Bytes(newId) > Short.MAX_VALUE) {
      out.answer(answer, JoinResult.refused(ErrorCode.INVALID_REQUEST, "")); // not to be stored
      return;
    }
    Member before =
        request.instanceId() == null ? null : group.members.ofInstance(request.instanceId());
    if (before != null) {
      replaceStatic(before, new Member(request, newId, nowMs), request, answer, nowMs, out);
    } else if (request.memberIdRequired() && request.instanceId() == null) {
      long lapses = nowMs + request.sessionTimeoutMs();
      group.promisedIds.put(newId, lapses);
      group.wakeBy(lapses);
      out.answer(answer, JoinResult.refused(ErrorCode.MEMBER_ID_REQUIRED, newId));
    } else {
      add(request, newId, answer, nowMs, out);
    }
  }

  private void add(
      JoinRequest request, String memberId, Consumer<JoinResult> answer, long nowMs, Effects out) {
    if (group.members.isEmpty()) {
      group.protocolType = request.protocolType();
    }
    Member member = new Member(request, memberId, nowMs);
    member.join = answer;
    group.members.add(member);
    group.wakeBy(member.deadlineMs);
    if (group.leaderId == null) {
      group.leaderId = member.id;
    }
    group.phase.onNewcomer();
    rebalance.start(nowMs, out);
  }

  private void rejoin(JoinRequest request, Consumer<JoinResult> answer, long nowMs, Effects out) {
    ErrorCode wrong = group.checkMember(request.memberId(), request.instanceId());
    Member member = group.members.get(request.memberId());
    if (wrong != ErrorCode.NONE || member == null) {
      out.answer(answer, JoinResult.refused(wrong, request.memberId()));
      return;
    }
    boolean unchanged = member.protocols.equals(request.protocols());
    switch (group.state) {
      case PREPARING_REBALANCE -> updateAndRebalance(member, request, answer, nowMs, out);
      case COMPLETING_REBALANCE -> {
        if (unchanged) {
          member.heardOf(nowMs);
          out.answer(answer, group.joined(member)); // the answer to its first join was lost
        } else {
          updateAndRebalance(member, request, answer, nowMs, out);
        }
      }
      case STABLE -> {
        if (member.id.equals(group.leaderId) || !unchanged) {
          updateAndRebalance(member, request, answer, nowMs, out); // a leader rejoins to reassign
        } else {
          member.heardOf(nowMs);
          out.answer(answer, group.joined(member));
        }
      }
      case EMPTY, DEAD ->
          out.answer(answer, JoinResult.refused(ErrorCode.UNKNOWN_MEMBER_ID, member.id));
    }
  }

  private void updateAndRebalance(
      Member member, JoinRequest request, Consumer<JoinResult> answer, long nowMs, Effects out) {
    if (member.join != null) {
      out.answer(member.join, JoinResult.refused(ErrorCode.REBALANCE_IN_PROGRESS, member.id));
    }
    member.protocols = request.protocols();
    member.sessionTimeoutMs = request.sessionTimeoutMs();
    member.rebalanceTimeoutMs = request.rebalanceTimeoutMs();
    member.join = answer;
    member.heardOf(nowMs);
    rebalance.start(nowMs, out);
  }

  /** KIP-345: whoever brings a known instance id takes its place, and the one before is fenced. */
  private void replaceStatic(
      Member before,
      Member after,
      JoinRequest request,
      Consumer<JoinResult> answer,
      long nowMs,
      Effects out) {
    after.assignment = before.assignment;
    after.fresh = false;
    after.heardOf(nowMs);
    group.wakeBy(after.deadlineMs);
    before.dismiss(ErrorCode.FENCED_INSTANCE_ID, out);
    String leaderBefore = group.leaderId;
    swap(before, after);
    if (group.state != GroupState.STABLE
        || !group.members.electProtocol().equals(group.protocolName)) {
      after.join = answer;
      rebalance.start(nowMs, out);
      return;
    }
    int storedGeneration = group.generation;
    out.append(
        List.of(GroupRecords.group(group.snapshot(Map.of()))),
        (error, laterMs, next) -> {
          if (error != ErrorCode.NONE) {
            if (group.members.get(after.id) == after) {
              swap(after, before);
            }
            next.answer(answer, JoinResult.refused(AppendErrors.ofGroup(error), ""));
          } else if (group.generation != storedGeneration || group.members.get(after.id) != after) {
            next.answer(answer, JoinResult.refused(ErrorCode.REBALANCE_IN_PROGRESS, after.id));
          } else {
            next.answer(answer, staysAssigned(after, leaderBefore, request.canSkipAssignment()));
          }
        });
  }

  private void swap(Member out, Member in) {
    group.members.remove(out);
    group.members.add(in);
    if (out.id.equals(group.leaderId)) {
      group.leaderId = in.id;
    }
  }

  /** The answer to a static member that came back to the assignment it had. */
  private JoinResult staysAssigned(
      Member member, @Nullable String leaderBefore, boolean canSkipAssignment) {
    if (canSkipAssignment) {
      return group.joined(member).skippingAssignment(member.id.equals(group.leaderId));
    }
    // An older leader would assign anew if it were told that it leads: it is told the id it had.
    return group.joined(member).following(leaderBefore == null ? "" : leaderBefore);
  }
}
