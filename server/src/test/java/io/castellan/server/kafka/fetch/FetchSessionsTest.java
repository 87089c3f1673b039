package io.castellan.server.kafka.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.Fetch;
import io.castellan.kafka.protocol.schema.RecordsPayload;
import io.castellan.server.lane.Clock;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** KIP-227: what a client need not say again, and what it is not told again. */
class FetchSessionsTest {
  private long nowMs = 1_000_000;
  private final Clock clock =
      new Clock() {
        @Override
        public long nanoTime() {
          return TimeUnit.MILLISECONDS.toNanos(nowMs);
        }

        @Override
        public long wallClockMs() {
          return nowMs;
        }
      };
  private final FetchSessions sessions = new FetchSessions(2, clock);

  @Test
  void onlyNewsIsToldAndItsPartitionGoesLast() {
    int id = full(3).sessionId();
    assertTrue(id > 0);
    FetchScope scope = open(id, 1, List.of());
    assertEquals(List.of(0, 1, 2), partitions(scope));
    FetchScope.Outcome nothing = scope.finish(answers(scope, 7, 0));
    assertEquals(id, nothing.sessionId());
    assertTrue(nothing.included().isEmpty());

    FetchScope second = open(id, 2, List.of());
    List<Fetch.Response.PartitionData> answers = answers(second, 7, 0);
    answers.set(0, answer(0, ErrorCode.NONE, 7, 0, 10));
    answers.set(2, answer(2, ErrorCode.NONE, 8, 0, 0));
    assertEquals("{0, 2}", second.finish(answers).included().toString());

    FetchScope third = open(id, 3, List.of());
    assertEquals(List.of(1, 2, 0), partitions(third), "whoever got records waits for its turn");
    List<Fetch.Response.PartitionData> same = answers(third, 7, 0);
    same.set(1, answer(2, ErrorCode.NONE, 8, 0, 0));
    assertTrue(third.finish(same).included().isEmpty());
  }

  @Test
  void errorsAreToldEachTimeAndTheirEndToo() {
    int id = full(1).sessionId();
    for (int epoch = 1; epoch < 3; epoch++) {
      FetchScope scope = open(id, epoch, List.of());
      List<Fetch.Response.PartitionData> failed =
          List.of(answer(0, ErrorCode.NOT_LEADER_OR_FOLLOWER, -1, -1, 0));
      assertEquals("{0}", scope.finish(failed).included().toString());
    }
    FetchScope scope = open(id, 3, List.of());
    assertEquals("{0}", scope.finish(answers(scope, 7, 0)).included().toString());
    FetchScope again = open(id, 4, List.of());
    assertEquals("{}", again.finish(answers(again, 7, 0)).included().toString());
  }

  @Test
  void partitionsAreAddedChangedAndForgotten() {
    int id = full(2).sessionId();
    Fetch.Request change =
        request(
            id,
            1,
            List.of(new Fetch.Request.Topic("t", Uuid.ZERO, List.of(wanted(1, 50), wanted(5, 9)))),
            List.of(new Fetch.Request.ForgottenTopic("t", Uuid.ZERO, List.of(0))));
    FetchScope scope = sessions.open(change, false);
    assertEquals(List.of(1, 5), partitions(scope));
    assertEquals(50, scope.targets().get(0).wanted().fetchOffset());
    Fetch.Request all =
        request(
            id,
            2,
            List.of(),
            List.of(new Fetch.Request.ForgottenTopic("t", Uuid.ZERO, List.of(1, 5))));
    assertEquals(List.of(), partitions(sessions.open(all, false)));
    assertEquals(0, sessions.count(), "a session without partitions ends");
  }

  @Test
  void wrongEpochsAndIdsAreRefused() {
    int id = full(1).sessionId();
    assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, open(id + 1, 1, List.of()).error());
    assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, open(0, 1, List.of()).error());
    assertEquals(ErrorCode.INVALID_FETCH_SESSION_EPOCH, open(id, 2, List.of()).error());
    assertEquals(
        ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR,
        sessions.open(request(id, 1, List.of(), List.of()), true).error());
    FetchScope first = open(id, 1, List.of());
    FetchScope overtaking = open(id, 2, List.of());
    assertEquals(ErrorCode.INVALID_FETCH_SESSION_EPOCH, first.finish(answers(first, 7, 0)).error());
    assertEquals(ErrorCode.NONE, overtaking.finish(answers(overtaking, 7, 0)).error());
  }

  @Test
  void epochsBeginAgainAfterTheLargest() {
    assertEquals(1, FetchSession.after(Integer.MAX_VALUE));
    assertEquals(8, FetchSession.after(7));
  }

  @Test
  void aFullRequestEndsTheSessionThatItNames() {
    int id = full(1).sessionId();
    FetchScope closing = sessions.open(request(id, -1, topics(1), List.of()), false);
    assertEquals(0, closing.finish(answers(closing, 7, 0)).sessionId());
    assertEquals(0, sessions.count());
    int next = full(1).sessionId();
    FetchScope renewing = sessions.open(request(next, 0, topics(1), List.of()), false);
    assertNotEquals(next, renewing.finish(answers(renewing, 7, 0)).sessionId());
    assertEquals(1, sessions.count());
  }

  @Test
  void slotsGoToTheOldAndSmallFirst() {
    int small = full(1).sessionId();
    int large = full(5).sessionId();
    assertEquals(0, full(9).sessionId(), "both are too young to go");
    nowMs += FetchSessions.EVICTABLE_MS + 1;
    assertEquals(ErrorCode.NONE, open(small, 1, List.of()).error());
    assertEquals(ErrorCode.NONE, open(large, 1, List.of()).error());
    assertEquals(0, full(0).sessionId(), "nothing to fetch is worth nothing");
    int newcomer = full(3).sessionId();
    assertNotEquals(0, newcomer);
    assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, open(small, 2, List.of()).error());
    assertEquals(ErrorCode.NONE, open(large, 2, List.of()).error());
    nowMs += FetchSessions.EVICTABLE_MS + 1;
    assertEquals(ErrorCode.NONE, open(large, 3, List.of()).error());
    assertNotEquals(0, full(1).sessionId(), "a session that nobody used gives way to any");
    assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, open(newcomer, 1, List.of()).error());
  }

  @Test
  void followersTakeTheSlotsOfConsumers() {
    full(5);
    full(5);
    Fetch.Request follower =
        new Fetch.Request(
            null,
            3,
            new Fetch.Request.ReplicaState(-1, -1),
            0,
            0,
            0,
            (byte) 0,
            0,
            0,
            topics(1),
            List.of(),
            "");
    FetchScope scope = sessions.open(follower, false);
    assertNotEquals(0, scope.finish(answers(scope, 7, 0)).sessionId());
    assertEquals(2, sessions.count());
  }

  private FetchScope.Outcome full(int count) {
    FetchScope scope = sessions.open(request(0, 0, topics(count), List.of()), false);
    return scope.finish(answers(scope, 7, 0));
  }

  private FetchScope open(int id, int epoch, List<Fetch.Request.Topic> topics) {
    return sessions.open(request(id, epoch, topics, List.of()), false);
  }

  private static List<Integer> partitions(FetchScope scope) {
    return scope.targets().stream().map(target -> target.wanted().partition()).toList();
  }

  private static List<Fetch.Response.PartitionData> answers(
      FetchScope scope, long highWatermark, int bytes) {
    List<Fetch.Response.PartitionData> answers = new ArrayList<>();
    for (FetchTarget target : scope.targets()) {
      answers.add(answer(target.wanted().partition(), ErrorCode.NONE, highWatermark, 0, bytes));
    }
    return answers;
  }

  private static Fetch.Response.PartitionData answer(
      int partition, ErrorCode error, long highWatermark, long logStart, int bytes) {
    return new Fetch.Response.PartitionData(
        partition,
        error.code(),
        highWatermark,
        highWatermark,
        logStart,
        new Fetch.Response.EpochEndOffset(-1, -1),
        new Fetch.Response.LeaderIdAndEpoch(-1, -1),
        new Fetch.Response.SnapshotId(-1, -1),
        null,
        -1,
        RecordsPayload.of(Unpooled.wrappedBuffer(new byte[bytes])));
  }

  private static List<Fetch.Request.Topic> topics(int count) {
    List<Fetch.Request.Partition> partitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      partitions.add(wanted(i, 0));
    }
    return List.of(new Fetch.Request.Topic("t", Uuid.ZERO, partitions));
  }

  private static Fetch.Request.Partition wanted(int partition, long offset) {
    return new Fetch.Request.Partition(
        partition, -1, offset, -1, -1, 1000, Uuid.ZERO, Long.MAX_VALUE);
  }

  private static Fetch.Request request(
      int id,
      int epoch,
      List<Fetch.Request.Topic> topics,
      List<Fetch.Request.ForgottenTopic> forgotten) {
    return new Fetch.Request(
        null,
        -1,
        new Fetch.Request.ReplicaState(-1, -1),
        0,
        0,
        0,
        (byte) 0,
        id,
        epoch,
        topics,
        forgotten,
        "");
  }
}
