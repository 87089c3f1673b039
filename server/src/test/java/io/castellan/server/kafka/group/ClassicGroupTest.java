package io.castellan.server.kafka.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.shard.Effects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClassicGroupTest {
  private static final GroupSettings SETTINGS = new GroupSettings(10, 60_000, 0, 5, 4096, 1000);

  private long nowMs = 1_000;
  private int suffix;
  private ErrorCode storeResult = ErrorCode.NONE;
  private boolean holdStores;
  private final List<Effects.Append> heldStores = new ArrayList<>();
  private ClassicGroup group = group(SETTINGS);

  private ClassicGroup group(GroupSettings settings) {
    return new ClassicGroup("g", settings, () -> "uuid" + suffix++, nowMs);
  }

  /** Carries effects out as a shard does, storing at once unless told to hold. */
  private void carryOut(Effects out) {
    out.answers().forEach(Runnable::run);
    for (Effects.Append append : out.appends()) {
      if (holdStores) {
        heldStores.add(append);
      } else {
        finish(append);
      }
    }
  }

  private void finish(Effects.Append append) {
    Effects next = new Effects();
    append.whenCommitted().onCommitted(storeResult, nowMs, next);
    carryOut(next);
  }

  private static final class Box<T> {
    @Nullable T value;

    void set(T value) {
      this.value = value;
    }

    T get() {
      assertTrue(value != null, "no answer yet");
      return value;
    }
  }

  private static JoinRequest request(
      String memberId, @Nullable String instanceId, String... protocols) {
    List<Protocol> offered = new ArrayList<>();
    for (String protocol : protocols) {
      offered.add(new Protocol(protocol, bytes(protocol)));
    }
    return new JoinRequest(
        memberId, instanceId, "client", "/127.0.0.1", 100, 300, "consumer", offered, false, true);
  }

  private static Bytes bytes(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private Box<JoinResult> join(JoinRequest request) {
    Box<JoinResult> answer = new Box<>();
    Effects out = new Effects();
    group.join(request, answer::set, nowMs, out);
    carryOut(out);
    return answer;
  }

  private Box<JoinResult> join(String memberId) {
    return join(request(memberId, null, "range"));
  }

  private Box<SyncResult> sync(JoinResult joined, Map<String, Bytes> assignments) {
    Box<SyncResult> answer = new Box<>();
    Effects out = new Effects();
    group.sync(
        new SyncRequest(
            joined.memberId(),
            null,
            joined.generation(),
            "consumer",
            joined.protocolName(),
            assignments),
        answer::set,
        nowMs,
        out);
    carryOut(out);
    return answer;
  }

  private void pass(long ms) {
    nowMs += ms;
    if (group.wakeAtMs() <= nowMs) {
      Effects out = new Effects();
      group.onTime(nowMs, out);
      carryOut(out);
    }
  }

  /** One member, joined and synced. */
  private JoinResult stableLeader() {
    JoinResult leader = join("").get();
    sync(leader, Map.of(leader.memberId(), bytes("all")));
    assertEquals(GroupState.STABLE, group.state());
    return leader;
  }

  @Test
  void firstMemberLeadsAndGetsWhatItAssigns() {
    JoinResult joined = join("").get();
    assertEquals(ErrorCode.NONE, joined.error());
    assertEquals(1, joined.generation());
    assertEquals(joined.memberId(), joined.leaderId());
    assertEquals(1, joined.members().size());
    assertEquals(GroupState.COMPLETING_REBALANCE, group.state());

    SyncResult synced = sync(joined, Map.of(joined.memberId(), bytes("p0"))).get();
    assertEquals(bytes("p0"), synced.assignment());
    assertEquals(GroupState.STABLE, group.state());
  }

  @Test
  void newcomerMakesEveryoneRejoinAndOnlyTheLeaderSeesTheMembers() {
    JoinResult leader = stableLeader();
    Box<JoinResult> second = join("");
    assertNull(second.value, "waits for the leader to rejoin");
    assertEquals(
        ErrorCode.REBALANCE_IN_PROGRESS,
        group.heartbeat(leader.memberId(), null, leader.generation(), nowMs));

    JoinResult again = join(leader.memberId()).get();
    assertEquals(2, again.generation());
    assertEquals(2, again.members().size());
    assertEquals(List.of(), second.get().members());
    assertEquals(again.memberId(), second.get().leaderId());
  }

  @Test
  void followerSyncWaitsForTheLeadersAssignmentToBeStored() {
    JoinResult leader = stableLeader();
    Box<JoinResult> second = join("");
    JoinResult again = join(leader.memberId()).get();
    Box<SyncResult> follower = sync(second.get(), Map.of());
    assertNull(follower.value);

    holdStores = true;
    Box<SyncResult> lead =
        sync(again, Map.of(again.memberId(), bytes("a"), second.get().memberId(), bytes("b")));
    assertNull(lead.value, "nobody is answered before the assignment is in the log");
    holdStores = false;
    heldStores.forEach(this::finish);

    assertEquals(bytes("a"), lead.get().assignment());
    assertEquals(bytes("b"), follower.get().assignment());
  }

  @Test
  void rebalancesAgainWhenTheAssignmentCannotBeStored() {
    JoinResult joined = join("").get();
    storeResult = ErrorCode.NOT_ENOUGH_REPLICAS;
    SyncResult synced = sync(joined, Map.of()).get();
    assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, synced.error());
    assertEquals(GroupState.PREPARING_REBALANCE, group.state());
  }

  @Test
  void dropsMembersThatDoNotRejoinInTime() {
    JoinResult leader = stableLeader();
    Box<JoinResult> second = join("");
    pass(90); // the leader's session is still good, and heartbeats keep it so
    group.heartbeat(leader.memberId(), null, leader.generation(), nowMs);
    pass(90);
    group.heartbeat(leader.memberId(), null, leader.generation(), nowMs);
    pass(90);
    group.heartbeat(leader.memberId(), null, leader.generation(), nowMs);
    assertNull(second.value);
    pass(40);
    assertEquals(ErrorCode.NONE, second.get().error());
    assertEquals(second.get().memberId(), second.get().leaderId());
    assertEquals(1, second.get().members().size());
  }

  @Test
  void expiresSilentMembersButNotThoseThatWaitForUs() {
    JoinResult leader = stableLeader();
    Box<JoinResult> second = join("");
    pass(101); // the leader was silent for longer than its session: it goes, the newcomer's join
    // ends
    assertEquals(ErrorCode.NONE, second.get().error());
    assertEquals(
        ErrorCode.UNKNOWN_MEMBER_ID,
        group.heartbeat(leader.memberId(), null, leader.generation(), nowMs));
  }

  @Test
  void becomesEmptyAndStoresThatWhenTheLastMemberLeaves() {
    JoinResult leader = stableLeader();
    holdStores = true;
    Effects out = new Effects();
    assertEquals(ErrorCode.NONE, group.leave(leader.memberId(), null, nowMs, out));
    carryOut(out);
    assertEquals(GroupState.EMPTY, group.state());
    assertEquals(2, group.generation());
    assertEquals(1, heldStores.size());
  }

  @Test
  void removesMembersThatJoinButNeverSync() {
    JoinResult leader = stableLeader();
    Box<JoinResult> second = join("");
    JoinResult again = join(leader.memberId()).get();
    sync(again, Map.of());
    assertEquals(GroupState.STABLE, group.state());

    Box<JoinResult> third = join("");
    join(leader.memberId());
    group.heartbeat(second.get().memberId(), null, 2, nowMs);
    join(second.get().memberId());
    assertEquals(3, third.get().generation());
    Box<SyncResult> held = sync(third.get(), Map.of());
    for (int i = 0; i < 4; i++) {
      pass(80);
      group.heartbeat(leader.memberId(), null, 3, nowMs);
      group.heartbeat(second.get().memberId(), null, 3, nowMs);
    }
    assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, held.get().error());
    assertEquals(
        ErrorCode.UNKNOWN_MEMBER_ID,
        group.heartbeat(leader.memberId(), null, 3, nowMs),
        "a leader that never syncs holds everyone up");
  }

  @Test
  void handsOutAnIdFirstWhenTheClientKnowsHowToComeBackWithIt() {
    JoinRequest bare = request("", null, "range");
    JoinRequest careful =
        new JoinRequest(
            "", null, "client", "/127.0.0.1", 100, 300, "consumer", bare.protocols(), true, true);
    JoinResult told = join(careful).get();
    assertEquals(ErrorCode.MEMBER_ID_REQUIRED, told.error());
    assertEquals("client-uuid0", told.memberId());
    assertEquals(GroupState.EMPTY, group.state());

    assertEquals(ErrorCode.NONE, join(told.memberId()).get().error());
  }

  @Test
  void forgetsPromisedIdsThatAreNotUsed() {
    JoinRequest bare = request("", null, "range");
    JoinResult told =
        join(new JoinRequest(
                "", null, "c", "/h", 100, 300, "consumer", bare.protocols(), true, true))
            .get();
    pass(100);
    assertFalse(group.expectsMembers());
    assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, join(told.memberId()).get().error());
  }

  @Test
  void refusesStrangeProtocolsFullGroupsAndBadTimeouts() {
    stableLeader();
    assertEquals(
        ErrorCode.INCONSISTENT_GROUP_PROTOCOL, join(request("", null, "roundrobin")).get().error());
    JoinRequest hasty =
        new JoinRequest("", null, "c", "/h", 9, 300, "consumer", List.of(), false, false);
    assertEquals(ErrorCode.INVALID_SESSION_TIMEOUT, join(hasty).get().error());
    for (int i = 0; i < 4; i++) {
      join("");
    }
    assertEquals(ErrorCode.GROUP_MAX_SIZE_REACHED, join("").get().error());
  }

  @Test
  void electsTheProtocolThatMostPreferAmongThoseThatAllKnow() {
    Box<JoinResult> a = join(request("", null, "range", "sticky"));
    Box<JoinResult> b = join(request("", null, "sticky", "range", "other"));
    Box<JoinResult> c = join(request("", null, "sticky", "range"));
    join(request(a.get().memberId(), null, "range", "sticky"));
    assertEquals("sticky", c.get().protocolName());
    assertEquals("sticky", b.get().protocolName());
  }

  @Test
  void staticMemberTakesItsPlaceBackWithoutARebalance() {
    JoinResult first = join(request("", "i1", "range")).get();
    sync2(first, "i1", Map.of(first.memberId(), bytes("mine")));
    assertEquals(GroupState.STABLE, group.state());

    JoinResult back = join(request("", "i1", "range")).get();

    assertEquals(1, back.generation(), "no rebalance");
    assertTrue(back.skipAssignment());
    assertEquals(back.memberId(), back.leaderId());
    assertEquals(ErrorCode.FENCED_INSTANCE_ID, group.heartbeat(first.memberId(), "i1", 1, nowMs));
    assertEquals(bytes("mine"), sync2(back, "i1", Map.of()).get().assignment());
  }

  private Box<SyncResult> sync2(
      JoinResult joined, String instanceId, Map<String, Bytes> assignments) {
    Box<SyncResult> answer = new Box<>();
    Effects out = new Effects();
    group.sync(
        new SyncRequest(
            joined.memberId(), instanceId, joined.generation(), null, null, assignments),
        answer::set,
        nowMs,
        out);
    carryOut(out);
    return answer;
  }

  @Test
  void waitsForTheFirstMembersOfAnEmptyGroupToGather() {
    group = group(new GroupSettings(10, 60_000, 50, 5, 4096, 1000));
    Box<JoinResult> first = join("");
    assertNull(first.value);
    pass(40);
    Box<JoinResult> second = join("");
    pass(10);
    assertNull(first.value, "someone came: another 50 ms");
    pass(50);
    assertEquals(1, first.get().generation());
    assertEquals(2, first.get().members().size());
    assertEquals(first.get().memberId(), second.get().leaderId());
  }

  @Test
  void commitsAreTakenFromMembersOfThisGenerationAndFromNobodyElse() {
    assertEquals(ErrorCode.NONE, group.checkCommit("", null, -1, nowMs));
    JoinResult leader = join("").get();
    assertEquals(
        ErrorCode.REBALANCE_IN_PROGRESS, group.checkCommit(leader.memberId(), null, 1, nowMs));
    sync(leader, Map.of());
    assertEquals(ErrorCode.NONE, group.checkCommit(leader.memberId(), null, 1, nowMs));
    assertEquals(
        ErrorCode.ILLEGAL_GENERATION, group.checkCommit(leader.memberId(), null, 0, nowMs));
    assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, group.checkCommit("", null, -1, nowMs));
  }

  @Test
  void restoresWhatWasStoredWithAFullSessionForEveryone() {
    JoinResult leader = stableLeader();
    GroupSnapshot stored = group.describe();
    nowMs += 1_000_000;
    group = ClassicGroup.restore(stored, SETTINGS, () -> "x", nowMs);
    assertEquals(GroupState.STABLE, group.state());
    assertEquals(ErrorCode.NONE, group.heartbeat(leader.memberId(), null, 1, nowMs));
    pass(101);
    assertEquals(GroupState.EMPTY, group.state());
  }
}
