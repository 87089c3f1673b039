package io.castellan.server.kafka.group;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.shard.CoordinatorRecord;
import io.castellan.server.kafka.shard.Effects;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GroupShardTest {
  private static final long RETENTION_MS = 1_000;
  private static final long CHECK_MS = 150;
  private static final GroupSettings SETTINGS =
      new GroupSettings(10, 60_000, 0, 5, 8, RETENTION_MS);

  /** Version 1 of the consumers' subscription: topic t, empty user data, nothing owned. */
  private static final Bytes SUBSCRIBED_TO_T =
      Bytes.wrap(new byte[] {0, 1, 0, 0, 0, 1, 0, 1, 't', 0, 0, 0, 0, 0, 0, 0, 0});

  private static final TopicPartition T0 = new TopicPartition("t", 0);

  private long nowMs = 50_000;
  private int suffix;
  private ErrorCode appendResult = ErrorCode.NONE;
  private final List<CoordinatorRecord> log = new ArrayList<>();
  private GroupShard shard = loaded();

  private GroupShard loaded() {
    GroupShard fresh = new GroupShard(SETTINGS, CHECK_MS, () -> "uuid" + suffix++);
    for (CoordinatorRecord record : log) {
      byte[] value = record.value();
      fresh.replay(
          ByteBuffer.wrap(record.key()), value == null ? null : ByteBuffer.wrap(value), nowMs);
    }
    fresh.onLoaded(nowMs);
    return fresh;
  }

  private void carryOut(Effects out) {
    out.answers().forEach(Runnable::run);
    for (Effects.Append append : out.appends()) {
      if (appendResult == ErrorCode.NONE) {
        log.addAll(append.records());
      }
      Effects next = new Effects();
      append.whenCommitted().onCommitted(appendResult, nowMs, next);
      carryOut(next);
    }
  }

  private List<ErrorCode> commit(String groupId, int generation, long offset, String metadata) {
    AtomicReference<List<ErrorCode>> answer = new AtomicReference<>();
    Effects out = new Effects();
    shard.commit(
        groupId,
        new CommitRequest(
            "",
            null,
            generation,
            List.of(
                new CommitRequest.Offset(T0, new CommittedOffset(offset, 3, metadata, nowMs, -1)))),
        answer::set,
        nowMs,
        out);
    carryOut(out);
    return requireNonNull(answer.get());
  }

  private void pass(long ms) {
    nowMs += ms;
    if (shard.wakeAtMs() <= nowMs) {
      Effects out = new Effects();
      shard.onTime(nowMs, out);
      carryOut(out);
    }
  }

  private JoinResult join(String groupId) {
    AtomicReference<JoinResult> answer = new AtomicReference<>();
    Effects out = new Effects();
    shard.join(
        groupId,
        new JoinRequest(
            "",
            "instance",
            "client",
            "/127.0.0.1",
            100,
            300,
            "consumer",
            List.of(new Protocol("range", SUBSCRIBED_TO_T)),
            true,
            true),
        answer::set,
        nowMs,
        out);
    carryOut(out);
    return requireNonNull(answer.get());
  }

  private SyncResult sync(String groupId, JoinResult joined) {
    AtomicReference<SyncResult> answer = new AtomicReference<>();
    Effects out = new Effects();
    shard.sync(
        groupId,
        new SyncRequest(
            joined.memberId(),
            "instance",
            joined.generation(),
            null,
            null,
            Map.of(joined.memberId(), Bytes.wrap(new byte[] {7}))),
        answer::set,
        nowMs,
        out);
    carryOut(out);
    return requireNonNull(answer.get());
  }

  @Test
  void offsetsOfATransactionCountOnceItsMarkerIsThere() {
    commit("g", -1, 5, "");
    CoordinatorRecord commit = log.remove(0);
    shard = loaded();
    shard.replay(
        ByteBuffer.wrap(commit.key()), ByteBuffer.wrap(requireNonNull(commit.value())), nowMs);
    assertNull(shard.offset("g", T0));
    shard.onTransactionCommitted(nowMs);
    assertEquals(5, requireNonNull(shard.offset("g", T0)).offset());
  }

  @Test
  void takesCommitsOfGroupsWithoutMembers() {
    assertEquals(List.of(ErrorCode.NONE), commit("g", -1, 42, "note"));
    CommittedOffset committed = shard.offset("g", T0);
    assertNotNull(committed);
    assertEquals(42, committed.offset());
    assertEquals(List.of(ErrorCode.ILLEGAL_GENERATION), commit("other", 1, 42, ""));
  }

  @Test
  void showsNoOffsetThatIsNotInTheLog() {
    appendResult = ErrorCode.NOT_ENOUGH_REPLICAS;
    assertEquals(List.of(ErrorCode.COORDINATOR_NOT_AVAILABLE), commit("g", -1, 42, ""));
    assertNull(shard.offset("g", T0));
  }

  @Test
  void refusesNotesThatAreTooLong() {
    assertEquals(List.of(ErrorCode.OFFSET_METADATA_TOO_LARGE), commit("g", -1, 1, "123456789"));
    assertTrue(log.isEmpty());
  }

  @Test
  void hasTheSameGroupsAndOffsetsAfterAReload() {
    commit("simple", -1, 7, "note");
    JoinResult joined = join("g");
    assertEquals(ErrorCode.NONE, sync("g", joined).error());

    shard = loaded();

    assertEquals(new CommittedOffset(7, 3, "note", nowMs, -1), shard.offset("simple", T0));
    ClassicGroup group = shard.group("g");
    assertNotNull(group);
    assertEquals(GroupState.STABLE, group.state());
    assertEquals(1, group.describe().members().size());
    assertEquals(ErrorCode.NONE, shard.heartbeat("g", joined.memberId(), "instance", 1, nowMs));
    assertEquals("client", group.describe().members().get(0).clientId());
  }

  @Test
  void forgetsOffsetsPastTheirRetentionAndBuriesTheGroup() {
    commit("g", -1, 7, "");
    pass(RETENTION_MS - 1);
    assertNotNull(shard.offset("g", T0));
    pass(CHECK_MS + 1);
    assertNull(shard.offset("g", T0));
    assertNull(shard.group("g"));
    assertTrue(loaded().groups().isEmpty(), "tombstones hold after a reload");
  }

  @Test
  void keepsOffsetsOfTopicsThatMembersRead() {
    JoinResult joined = join("g");
    sync("g", joined);
    AtomicReference<List<ErrorCode>> answer = new AtomicReference<>();
    Effects out = new Effects();
    shard.commit(
        "g",
        new CommitRequest(
            joined.memberId(),
            "instance",
            1,
            List.of(
                new CommitRequest.Offset(T0, new CommittedOffset(1, -1, "", nowMs, -1)),
                new CommitRequest.Offset(
                    new TopicPartition("unread", 0), new CommittedOffset(1, -1, "", nowMs, -1)))),
        answer::set,
        nowMs,
        out);
    carryOut(out);
    assertEquals(List.of(ErrorCode.NONE, ErrorCode.NONE), answer.get());
    for (int i = 0; i < 30; i++) {
      pass(50);
      shard.heartbeat("g", joined.memberId(), "instance", 1, nowMs);
    }
    assertNotNull(shard.offset("g", T0));
    assertNull(shard.offset("g", new TopicPartition("unread", 0)));
  }

  @Test
  void expiresMembersByItsOwnAlarm() {
    JoinResult joined = join("g");
    sync("g", joined);
    pass(101);
    ClassicGroup group = shard.group("g");
    assertNotNull(group);
    assertEquals(GroupState.EMPTY, group.state());
  }

  @Test
  void sendsWhoWaitsAwayWhenThePartitionMoves() {
    sync("g", join("g"));
    AtomicReference<JoinResult> waiting = new AtomicReference<>();
    Effects out = new Effects();
    shard.join(
        "g",
        new JoinRequest(
            "",
            "another",
            "client",
            "/127.0.0.1",
            100,
            300,
            "consumer",
            List.of(new Protocol("range", Bytes.EMPTY)),
            true,
            true),
        waiting::set,
        nowMs,
        out);
    carryOut(out);
    assertNull(waiting.get());

    Effects bye = new Effects();
    shard.onUnloaded(nowMs, bye);
    carryOut(bye);

    assertEquals(ErrorCode.NOT_COORDINATOR, requireNonNull(waiting.get()).error());
    assertTrue(shard.groups().isEmpty());
    assertEquals(Long.MAX_VALUE, shard.wakeAtMs());
  }

  @Test
  void keepsNoGroupWhoseFirstMemberIsRefused() {
    AtomicReference<JoinResult> answer = new AtomicReference<>();
    Effects out = new Effects();
    int tooShortMs = 1;
    shard.join(
        "g",
        new JoinRequest(
            "",
            null,
            "client",
            "/127.0.0.1",
            tooShortMs,
            300,
            "consumer",
            List.of(new Protocol("range", Bytes.EMPTY)),
            true,
            true),
        answer::set,
        nowMs,
        out);
    carryOut(out);
    assertEquals(ErrorCode.INVALID_SESSION_TIMEOUT, requireNonNull(answer.get()).error());
    assertNull(shard.group("g"));
  }

  @Test
  void aDeletedGroupIsGoneAfterAReload() {
    join("read");
    commit("g", -1, 7, "");
    assertEquals(ErrorCode.NON_EMPTY_GROUP, delete("read"));
    assertEquals(ErrorCode.GROUP_ID_NOT_FOUND, delete("unknown"));
    assertEquals(ErrorCode.INVALID_GROUP_ID, delete(""));

    assertEquals(ErrorCode.NONE, delete("g"));

    assertNull(shard.group("g"));
    shard = loaded();
    assertNull(shard.group("g"));
  }

  @Test
  void aGroupWhoseDeletionIsNotInTheLogStays() {
    commit("g", -1, 7, "");
    appendResult = ErrorCode.NOT_ENOUGH_REPLICAS;
    assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, delete("g"));
    assertNotNull(shard.offset("g", T0));
  }

  @Test
  void aCommitThatFollowsADeletionIntoTheLogIsNotLost() {
    commit("g", -1, 7, "");
    AtomicReference<ErrorCode> deleted = new AtomicReference<>();
    Effects deletion = new Effects();
    shard.deleteGroup("g", deleted::set, nowMs, deletion);
    AtomicReference<List<ErrorCode>> committed = new AtomicReference<>();
    Effects later = new Effects();
    CommittedOffset eight = new CommittedOffset(8, 3, "", nowMs, -1);
    shard.commit(
        "g",
        new CommitRequest("", null, -1, List.of(new CommitRequest.Offset(T0, eight))),
        committed::set,
        nowMs,
        later);

    carryOut(deletion);
    carryOut(later);

    assertEquals(ErrorCode.NONE, deleted.get());
    assertEquals(List.of(ErrorCode.NONE), committed.get());
    assertEquals(eight, shard.offset("g", T0));
    shard = loaded();
    assertEquals(eight, shard.offset("g", T0));
  }

  private ErrorCode delete(String groupId) {
    AtomicReference<ErrorCode> answer = new AtomicReference<>();
    Effects out = new Effects();
    shard.deleteGroup(groupId, answer::set, nowMs, out);
    carryOut(out);
    return requireNonNull(answer.get());
  }
}
