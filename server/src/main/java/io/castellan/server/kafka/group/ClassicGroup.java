package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.shard.Effects;
import io.netty.buffer.ByteBufUtil;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One group of the classic protocol (JoinGroup, SyncGroup, Heartbeat, LeaveGroup). Owned by its
 * shard's lane.
 *
 * <p>A rebalance has two phases. <b>Join</b>: everyone's join is held until all known members have
 * joined or the rebalance timeout is over; then the generation grows by one, a protocol that all
 * support is elected and the joins are answered, the leader's with everyone's metadata.
 * <b>Sync</b>: everyone's sync is held until the leader's brings the assignment; it is stored, then
 * the syncs are answered. A group that was empty waits a little longer for its first members, so
 * that ten consumers that start together rebalance once and not ten times.
 *
 * <p>Invariants: joins wait only in {@code PREPARING_REBALANCE}, syncs only in {@code
 * COMPLETING_REBALANCE}; the leader is a member; the generation never decreases; {@link #wakeAtMs}
 * is never later than the first thing due.
 */
public final class ClassicGroup {
  private final String id;
  private final GroupSettings settings;
  private final Supplier<String> memberIdSuffixes;
  private final Members members = new Members();

  /** Ids that were handed out and not used yet, with the time when they lapse. */
  private final Map<String, Long> promisedIds = new HashMap<>();

  private GroupState state = GroupState.EMPTY;
  private long stateSinceMs;
  private int generation;
  private String protocolType = "";
  private @Nullable String protocolName;
  private @Nullable String leaderId;

  private final Phase phase;

  private long wakeAtMs = Long.MAX_VALUE;

  /**
   * @param id the group's name
   * @param memberIdSuffixes unique texts for member ids
   * @param nowMs the time now, milliseconds
   */
  public ClassicGroup(
      String id, GroupSettings settings, Supplier<String> memberIdSuffixes, long nowMs) {
    this.id = id;
    this.settings = settings;
    this.memberIdSuffixes = memberIdSuffixes;
    this.phase = new Phase(settings.initialRebalanceDelayMs());
    this.stateSinceMs = nowMs;
  }

  /** A group as it was stored; its members have a full session timeout from now. */
  public static ClassicGroup restore(
      GroupSnapshot stored, GroupSettings settings, Supplier<String> memberIdSuffixes, long nowMs) {
    ClassicGroup group = new ClassicGroup(stored.groupId(), settings, memberIdSuffixes, nowMs);
    group.generation = stored.generation();
    group.protocolType = stored.protocolType();
    group.protocolName = stored.protocolName();
    group.leaderId = stored.leaderId();
    for (GroupSnapshot.StoredMember member : stored.members()) {
      Member restored = new Member(member, stored.protocolName(), nowMs);
      group.members.add(restored);
      group.wakeBy(restored.deadlineMs);
    }
    group.state = stored.members().isEmpty() ? GroupState.EMPTY : GroupState.STABLE;
    group.stateSinceMs = stored.stateTimestampMs() < 0 ? nowMs : stored.stateTimestampMs();
    return group;
  }

  // ---- join ----

  /**
   * A member joins; it is answered when the join phase ends, or at once when there is nothing to
   * wait for.
   */
  public void join(JoinRequest request, Consumer<JoinResult> answer, long nowMs, Effects out) {
    ErrorCode refusal =
        state == GroupState.DEAD
            ? ErrorCode.COORDINATOR_NOT_AVAILABLE
            : JoinRules.check(request, settings, members, protocolType);
    if (refusal != ErrorCode.NONE) {
      out.answer(answer, JoinResult.refused(refusal, request.memberId()));
      return;
    }
    if (request.memberId().isEmpty()) {
      joinNew(request, answer, nowMs, out);
    } else if (promisedIds.remove(request.memberId()) != null) {
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
    Member before = request.instanceId() == null ? null : members.ofInstance(request.instanceId());
    if (before != null) {
      replaceStatic(before, new Member(request, newId, nowMs), request, answer, nowMs, out);
    } else if (request.memberIdRequired() && request.instanceId() == null) {
      long lapses = nowMs + request.sessionTimeoutMs();
      promisedIds.put(newId, lapses);
      wakeBy(lapses);
      out.answer(answer, JoinResult.refused(ErrorCode.MEMBER_ID_REQUIRED, newId));
    } else {
      add(request, newId, answer, nowMs, out);
    }
  }

  private void add(
      JoinRequest request, String memberId, Consumer<JoinResult> answer, long nowMs, Effects out) {
    if (members.isEmpty()) {
      protocolType = request.protocolType();
    }
    Member member = new Member(request, memberId, nowMs);
    member.join = answer;
    members.add(member);
    wakeBy(member.deadlineMs);
    if (leaderId == null) {
      leaderId = member.id;
    }
    phase.onNewcomer();
    rebalance(nowMs, out);
  }

  private void rejoin(JoinRequest request, Consumer<JoinResult> answer, long nowMs, Effects out) {
    ErrorCode wrong = checkMember(request.memberId(), request.instanceId());
    Member member = members.get(request.memberId());
    if (wrong != ErrorCode.NONE || member == null) {
      out.answer(answer, JoinResult.refused(wrong, request.memberId()));
      return;
    }
    boolean unchanged = member.protocols.equals(request.protocols());
    switch (state) {
      case PREPARING_REBALANCE -> updateAndRebalance(member, request, answer, nowMs, out);
      case COMPLETING_REBALANCE -> {
        if (unchanged) {
          member.heardOf(nowMs);
          out.answer(answer, joined(member)); // the answer to its first join was lost
        } else {
          updateAndRebalance(member, request, answer, nowMs, out);
        }
      }
      case STABLE -> {
        if (member.id.equals(leaderId) || !unchanged) {
          updateAndRebalance(member, request, answer, nowMs, out); // a leader rejoins to reassign
        } else {
          member.heardOf(nowMs);
          out.answer(answer, joined(member));
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
    rebalance(nowMs, out);
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
    wakeBy(after.deadlineMs);
    before.dismiss(ErrorCode.FENCED_INSTANCE_ID, out);
    String leaderBefore = leaderId;
    swap(before, after);
    if (state != GroupState.STABLE || !members.electProtocol().equals(protocolName)) {
      after.join = answer;
      rebalance(nowMs, out);
      return;
    }
    int storedGeneration = generation;
    out.append(
        List.of(GroupRecords.group(snapshot(Map.of()))),
        (error, laterMs, next) -> {
          if (error != ErrorCode.NONE) {
            if (members.get(after.id) == after) {
              swap(after, before);
            }
            next.answer(answer, JoinResult.refused(AppendErrors.ofGroup(error), ""));
          } else if (generation != storedGeneration || members.get(after.id) != after) {
            next.answer(answer, JoinResult.refused(ErrorCode.REBALANCE_IN_PROGRESS, after.id));
          } else {
            next.answer(answer, staysAssigned(after, leaderBefore, request.canSkipAssignment()));
          }
        });
  }

  private void swap(Member out, Member in) {
    members.remove(out);
    members.add(in);
    if (out.id.equals(leaderId)) {
      leaderId = in.id;
    }
  }

  /** The answer to a static member that came back to the assignment it had. */
  private JoinResult staysAssigned(
      Member member, @Nullable String leaderBefore, boolean canSkipAssignment) {
    if (canSkipAssignment) {
      return joined(member).skippingAssignment(member.id.equals(leaderId));
    }
    // An older leader would assign anew if it were told that it leads: it is told the id it had.
    return joined(member).following(leaderBefore == null ? "" : leaderBefore);
  }

  // ---- the join phase ----

  private void rebalance(long nowMs, Effects out) {
    if (state == GroupState.PREPARING_REBALANCE) {
      endJoinsIfComplete(nowMs, out);
      return;
    }
    if (state == GroupState.COMPLETING_REBALANCE) {
      members.endSyncs(ErrorCode.REBALANCE_IN_PROGRESS, out);
    }
    if (state == GroupState.EMPTY) {
      phase.startGathering(nowMs, members.longestRebalanceTimeoutMs());
    } else {
      phase.start(nowMs, members.longestRebalanceTimeoutMs());
    }
    wakeBy(phase.endsMs());
    enter(GroupState.PREPARING_REBALANCE, nowMs);
    endJoinsIfComplete(nowMs, out);
  }

  private void endJoinsIfComplete(long nowMs, Effects out) {
    if (!phase.isGathering() && promisedIds.isEmpty() && members.allJoined()) {
      endJoins(nowMs, out);
    }
  }

  private void endJoins(long nowMs, Effects out) {
    for (Member member : members.copy()) {
      if (member.join == null && !member.isStatic()) {
        members.remove(member);
      }
    }
    Member leader = members.joinedLeader(leaderId);
    if (leader == null && !members.isEmpty()) {
      phase.start(nowMs, members.longestRebalanceTimeoutMs()); // all static, none is back yet
      wakeBy(phase.endsMs());
      return;
    }
    generation++;
    if (members.isEmpty()) {
      protocolName = null;
      leaderId = null;
      enter(GroupState.EMPTY, nowMs);
      out.append(List.of(GroupRecords.group(snapshot(Map.of()))), (error, laterMs, next) -> {});
      return;
    }
    leaderId = leader == null ? null : leader.id;
    protocolName = members.electProtocol();
    phase.start(nowMs, members.longestRebalanceTimeoutMs());
    wakeBy(phase.endsMs());
    enter(GroupState.COMPLETING_REBALANCE, nowMs);
    for (Member member : members.all()) {
      member.assignment = Bytes.EMPTY;
      Consumer<JoinResult> join = member.join;
      if (join != null) {
        member.join = null;
        member.fresh = false;
        member.heardOf(nowMs);
        wakeBy(member.deadlineMs);
        out.answer(join, joined(member));
      }
    }
  }

  private JoinResult joined(Member member) {
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

  // ---- sync ----

  /** A member asks for its assignment; it is answered when the leader's is stored. */
  public void sync(SyncRequest request, Consumer<SyncResult> answer, long nowMs, Effects out) {
    ErrorCode refusal = checkSync(request);
    Member member = members.get(request.memberId());
    if (refusal != ErrorCode.NONE || member == null) {
      out.answer(answer, SyncResult.refused(refusal));
      return;
    }
    switch (state) {
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
    ErrorCode wrong = checkMember(request.memberId(), request.instanceId());
    if (wrong != ErrorCode.NONE) {
      return wrong;
    }
    if (request.generation() != generation) {
      return ErrorCode.ILLEGAL_GENERATION;
    }
    return request.agreesWith(protocolType, protocolName)
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
    if (!member.id.equals(leaderId)) {
      return;
    }
    int storedGeneration = generation;
    Map<String, Bytes> assignments = request.assignments();
    out.append(
        List.of(GroupRecords.group(snapshot(assignments))),
        (error, laterMs, next) -> {
          if (state == GroupState.COMPLETING_REBALANCE && generation == storedGeneration) {
            onAssignmentStored(error, assignments, laterMs, next);
          }
        });
  }

  private void onAssignmentStored(
      ErrorCode error, Map<String, Bytes> assignments, long nowMs, Effects out) {
    if (error != ErrorCode.NONE) {
      members.endSyncs(AppendErrors.ofGroup(error), out);
      rebalance(nowMs, out);
      return;
    }
    enter(GroupState.STABLE, nowMs);
    for (Member member : members.all()) {
      member.assignment = assignments.getOrDefault(member.id, Bytes.EMPTY);
      Consumer<SyncResult> sync = member.sync;
      if (sync != null) {
        member.sync = null;
        member.heardOf(nowMs);
        wakeBy(member.deadlineMs);
        out.answer(sync, assigned(member));
      }
    }
  }

  private SyncResult assigned(Member member) {
    return new SyncResult(ErrorCode.NONE, protocolType, protocolName, member.assignment);
  }

  // ---- heartbeat, leave, commit ----

  /** A member is alive. */
  public ErrorCode heartbeat(
      String memberId, @Nullable String instanceId, int memberGeneration, long nowMs) {
    ErrorCode wrong = checkMember(memberId, instanceId);
    Member member = members.get(memberId);
    if (wrong != ErrorCode.NONE || member == null) {
      return wrong;
    }
    if (memberGeneration != generation) {
      return ErrorCode.ILLEGAL_GENERATION;
    }
    member.heardOf(nowMs);
    return state == GroupState.PREPARING_REBALANCE
        ? ErrorCode.REBALANCE_IN_PROGRESS
        : ErrorCode.NONE;
  }

  /** A member leaves by itself, or an admin removes it (a static one by its instance id alone). */
  public ErrorCode leave(String memberId, @Nullable String instanceId, long nowMs, Effects out) {
    if (state == GroupState.DEAD) {
      return ErrorCode.COORDINATOR_NOT_AVAILABLE;
    }
    if (instanceId == null && promisedIds.remove(memberId) != null) {
      if (state == GroupState.PREPARING_REBALANCE) {
        endJoinsIfComplete(nowMs, out);
      }
      return ErrorCode.NONE;
    }
    Member member = instanceId == null ? members.get(memberId) : members.ofInstance(instanceId);
    if (member == null) {
      return ErrorCode.UNKNOWN_MEMBER_ID;
    }
    if (instanceId != null && !memberId.isEmpty() && !memberId.equals(member.id)) {
      return ErrorCode.FENCED_INSTANCE_ID;
    }
    remove(member, nowMs, out);
    return ErrorCode.NONE;
  }

  /**
   * Whether offsets may be committed in this member's name; a member that may is also heard of.
   *
   * @param memberGeneration negative for a committer that is no member ("simple" consumers, tools)
   */
  public ErrorCode checkCommit(
      String memberId, @Nullable String instanceId, int memberGeneration, long nowMs) {
    if (state == GroupState.DEAD) {
      return ErrorCode.COORDINATOR_NOT_AVAILABLE;
    }
    if (memberGeneration < 0 && state == GroupState.EMPTY) {
      return ErrorCode.NONE;
    }
    ErrorCode wrong = checkMember(memberId, instanceId);
    Member member = members.get(memberId);
    if (wrong != ErrorCode.NONE || member == null) {
      return wrong;
    }
    if (memberGeneration != generation) {
      return ErrorCode.ILLEGAL_GENERATION;
    }
    member.heardOf(nowMs);
    return state == GroupState.COMPLETING_REBALANCE
        ? ErrorCode.REBALANCE_IN_PROGRESS
        : ErrorCode.NONE;
  }

  private ErrorCode checkMember(String memberId, @Nullable String instanceId) {
    return state == GroupState.DEAD
        ? ErrorCode.COORDINATOR_NOT_AVAILABLE
        : members.check(memberId, instanceId);
  }

  private void remove(Member member, long nowMs, Effects out) {
    member.dismiss(ErrorCode.UNKNOWN_MEMBER_ID, out);
    members.remove(member);
    if (member.id.equals(leaderId)) {
      Member next = members.first();
      leaderId = next == null ? null : next.id;
    }
    switch (state) {
      case STABLE, COMPLETING_REBALANCE -> rebalance(nowMs, out);
      case PREPARING_REBALANCE -> endJoinsIfComplete(nowMs, out);
      case EMPTY, DEAD -> {}
    }
  }

  // ---- time ----

  /** When {@link #onTime} wants to be called: never later than the first thing due. */
  public long wakeAtMs() {
    return wakeAtMs;
  }

  /** Time passed: expire members and promised ids, end phases that took too long. */
  public void onTime(long nowMs, Effects out) {
    wakeAtMs = Long.MAX_VALUE;
    promisedIds.values().removeIf(lapses -> lapses <= nowMs);
    for (Member member : members.copy()) {
      if (member.deadlineMs <= nowMs && !member.isWaiting() && members.get(member.id) == member) {
        remove(member, nowMs, out);
      }
    }
    if (state == GroupState.PREPARING_REBALANCE) {
      endJoinsIfComplete(nowMs, out);
    }
    if (state == GroupState.PREPARING_REBALANCE && phase.isOver(nowMs) && !phase.extend(nowMs)) {
      endJoins(nowMs, out);
    }
    if (state == GroupState.COMPLETING_REBALANCE && phase.isOver(nowMs)) {
      removeUnsynced(nowMs, out);
    }
    recomputeWake(nowMs);
  }

  private void removeUnsynced(long nowMs, Effects out) {
    List<Member> unsynced = members.unsynced();
    if (unsynced.isEmpty()) {
      phase.stop(); // all synced: the leader's assignment is being stored
      return;
    }
    for (Member member : unsynced) {
      remove(member, nowMs, out);
    }
  }

  private void recomputeWake(long nowMs) {
    for (long lapses : promisedIds.values()) {
      wakeBy(lapses);
    }
    for (Member member : members.all()) {
      wakeBy(member.isWaiting() ? nowMs + member.sessionTimeoutMs : member.deadlineMs);
    }
    if (state == GroupState.PREPARING_REBALANCE || state == GroupState.COMPLETING_REBALANCE) {
      wakeBy(phase.endsMs());
    }
  }

  private void wakeBy(long timeMs) {
    wakeAtMs = Math.min(wakeAtMs, timeMs);
  }

  private void enter(GroupState next, long nowMs) {
    state = next;
    stateSinceMs = nowMs;
  }

  /** Gone, or coordinated by another broker now: whoever waits here is sent away. */
  public void abandon(ErrorCode error, long nowMs, Effects out) {
    for (Member member : members.all()) {
      member.dismiss(error, out);
    }
    enter(GroupState.DEAD, nowMs);
  }

  /** Whether somebody was given an id and has not joined with it yet. */
  boolean expectsMembers() {
    return !promisedIds.isEmpty();
  }

  private GroupSnapshot snapshot(Map<String, Bytes> assignments) {
    return new GroupSnapshot(
        id,
        protocolType,
        generation,
        protocolName,
        leaderId,
        stateSinceMs,
        members.stored(protocolName, assignments));
  }

  /** The group with its members, as DescribeGroups shows it while it is stable. */
  public GroupSnapshot describe() {
    return snapshot(Map.of());
  }

  /** The group's name. */
  public String id() {
    return id;
  }

  /** Where it stands. */
  public GroupState state() {
    return state;
  }

  /** Since when, milliseconds. */
  public long stateSinceMs() {
    return stateSinceMs;
  }

  /** "consumer" for consumers; empty for a group that only holds offsets. */
  public String protocolType() {
    return protocolType;
  }

  /** The generation; 0 before the first. */
  public int generation() {
    return generation;
  }
}
