package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.shard.Effects;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One group of the classic protocol (JoinGroup, SyncGroup, Heartbeat, LeaveGroup). Owned by its
 * shard's lane.
 *
 * <p>A rebalance has two phases: {@link Rebalance} gathers the members, {@link Syncs} hands out
 * what the leader assigns.
 *
 * <p>Invariants: joins wait only in {@code PREPARING_REBALANCE}, syncs only in {@code
 * COMPLETING_REBALANCE}; the leader is a member; the generation never decreases; {@link #wakeAtMs}
 * is never later than the first thing due.
 */
public final class ClassicGroup {
  private final Standing group;
  private final Rebalance rebalance;
  private final Joins joins;
  private final Syncs syncs;

  /**
   * @param id the group's name
   * @param memberIdSuffixes unique texts for member ids
   * @param nowMs the time now, milliseconds
   */
  public ClassicGroup(
      String id, GroupSettings settings, Supplier<String> memberIdSuffixes, long nowMs) {
    this.group = new Standing(id, settings.initialRebalanceDelayMs(), nowMs);
    this.rebalance = new Rebalance(group);
    this.joins = new Joins(group, rebalance, settings, memberIdSuffixes);
    this.syncs = new Syncs(group, rebalance);
  }

  /** A group as it was stored; its members have a full session timeout from now. */
  public static ClassicGroup restore(
      GroupSnapshot stored, GroupSettings settings, Supplier<String> memberIdSuffixes, long nowMs) {
    ClassicGroup restored = new ClassicGroup(stored.groupId(), settings, memberIdSuffixes, nowMs);
    Standing group = restored.group;
    group.generation = stored.generation();
    group.protocolType = stored.protocolType();
    group.protocolName = stored.protocolName();
    group.leaderId = stored.leaderId();
    for (GroupSnapshot.StoredMember storedMember : stored.members()) {
      Member member = new Member(storedMember, stored.protocolName(), nowMs);
      group.members.add(member);
      group.wakeBy(member.deadlineMs);
    }
    group.state = stored.members().isEmpty() ? GroupState.EMPTY : GroupState.STABLE;
    group.stateSinceMs = stored.stateTimestampMs() < 0 ? nowMs : stored.stateTimestampMs();
    return restored;
  }

  /**
   * A member joins; it is answered when the join phase ends, or at once when there is nothing to
   * wait for.
   */
  public void join(JoinRequest request, Consumer<JoinResult> answer, long nowMs, Effects out) {
    joins.join(request, answer, nowMs, out);
  }

  /** A member asks for its assignment; it is answered when the leader's is stored. */
  public void sync(SyncRequest request, Consumer<SyncResult> answer, long nowMs, Effects out) {
    syncs.sync(request, answer, nowMs, out);
  }

  /** A member is alive. */
  public ErrorCode heartbeat(
      String memberId, @Nullable String instanceId, int memberGeneration, long nowMs) {
    ErrorCode wrong = group.checkMember(memberId, instanceId);
    Member member = group.members.get(memberId);
    if (wrong != ErrorCode.NONE || member == null) {
      return wrong;
    }
    if (memberGeneration != group.generation) {
      return ErrorCode.ILLEGAL_GENERATION;
    }
    member.heardOf(nowMs);
    return group.state == GroupState.PREPARING_REBALANCE
        ? ErrorCode.REBALANCE_IN_PROGRESS
        : ErrorCode.NONE;
  }

  /** A member leaves by itself, or an admin removes it (a static one by its instance id alone). */
  public ErrorCode leave(String memberId, @Nullable String instanceId, long nowMs, Effects out) {
    if (group.state == GroupState.DEAD) {
      return ErrorCode.COORDINATOR_NOT_AVAILABLE;
    }
    if (instanceId == null && group.promisedIds.remove(memberId) != null) {
      if (group.state == GroupState.PREPARING_REBALANCE) {
        rebalance.endJoinsIfComplete(nowMs, out);
      }
      return ErrorCode.NONE;
    }
    Member member =
        instanceId == null ? group.members.get(memberId) : group.members.ofInstance(instanceId);
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
    if (group.state == GroupState.DEAD) {
      return ErrorCode.COORDINATOR_NOT_AVAILABLE;
    }
    if (memberGeneration < 0 && group.state == GroupState.EMPTY) {
      return ErrorCode.NONE;
    }
    ErrorCode wrong = group.checkMember(memberId, instanceId);
    Member member = group.members.get(memberId);
    if (wrong != ErrorCode.NONE || member == null) {
      return wrong;
    }
    if (memberGeneration != group.generation) {
      return ErrorCode.ILLEGAL_GENERATION;
    }
    member.heardOf(nowMs);
    return group.state == GroupState.COMPLETING_REBALANCE
        ? ErrorCode.REBALANCE_IN_PROGRESS
        : ErrorCode.NONE;
  }

  private void remove(Member member, long nowMs, Effects out) {
    member.dismiss(ErrorCode.UNKNOWN_MEMBER_ID, out);
    group.members.remove(member);
    if (member.id.equals(group.leaderId)) {
      Member next = group.members.first();
      group.leaderId = next == null ? null : next.id;
    }
    switch (group.state) {
      case STABLE, COMPLETING_REBALANCE -> rebalance.start(nowMs, out);
      case PREPARING_REBALANCE -> rebalance.endJoinsIfComplete(nowMs, out);
      case EMPTY, DEAD -> {}
    }
  }

  // ---- time ----

  /** When {@link #onTime} wants to be called: never later than the first thing due. */
  public long wakeAtMs() {
    return group.wakeAtMs;
  }

  /** Time passed: expire members and promised ids, end phases that took too long. */
  public void onTime(long nowMs, Effects out) {
    group.wakeAtMs = Long.MAX_VALUE;
    group.promisedIds.values().removeIf(lapses -> lapses <= nowMs);
    for (Member member : group.members.copy()) {
      if (member.deadlineMs <= nowMs
          && !member.isWaiting()
          && group.members.get(member.id) == member) {
        remove(member, nowMs, out);
      }
    }
    if (group.state == GroupState.PREPARING_REBALANCE) {
      rebalance.endJoinsIfComplete(nowMs, out);
    }
    if (group.state == GroupState.PREPARING_REBALANCE
        && group.phase.isOver(nowMs)
        && !group.phase.extend(nowMs)) {
      rebalance.endJoins(nowMs, out);
    }
    if (group.state == GroupState.COMPLETING_REBALANCE && group.phase.isOver(nowMs)) {
      removeUnsynced(nowMs, out);
    }
    recomputeWake(nowMs);
  }

  private void removeUnsynced(long nowMs, Effects out) {
    List<Member> unsynced = group.members.unsynced();
    if (unsynced.isEmpty()) {
      group.phase.stop(); // all synced: the leader's assignment is being stored
      return;
    }
    for (Member member : unsynced) {
      remove(member, nowMs, out);
    }
  }

  private void recomputeWake(long nowMs) {
    for (long lapses : group.promisedIds.values()) {
      group.wakeBy(lapses);
    }
    for (Member member : group.members.all()) {
      group.wakeBy(member.isWaiting() ? nowMs + member.sessionTimeoutMs : member.deadlineMs);
    }
    if (group.state == GroupState.PREPARING_REBALANCE
        || group.state == GroupState.COMPLETING_REBALANCE) {
      group.wakeBy(group.phase.endsMs());
    }
  }

  /** Gone, or coordinated by another broker now: whoever waits here is sent away. */
  public void abandon(ErrorCode error, long nowMs, Effects out) {
    for (Member member : group.members.all()) {
      member.dismiss(error, out);
    }
    group.enter(GroupState.DEAD, nowMs);
  }

  /** Whether somebody was given an id and has not joined with it yet. */
  boolean expectsMembers() {
    return !group.promisedIds.isEmpty();
  }

  /** The group with its members, as DescribeGroups shows it while it is stable. */
  public GroupSnapshot describe() {
    return group.snapshot(Map.of());
  }

  /** The group's name. */
  public String id() {
    return group.id;
  }

  /** Where it stands. */
  public GroupState state() {
    return group.state;
  }

  /** Since when, milliseconds. */
  public long stateSinceMs() {
    return group.stateSinceMs;
  }

  /** "consumer" for consumers; empty for a group that only holds offsets. */
  public String protocolType() {
    return group.protocolType;
  }

  /** The generation; 0 before the first. */
  public int generation() {
    return group.generation;
  }
}
