package io.castellan.server.kafka.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.Compression;
import io.castellan.kafka.protocol.record.ControlRecord;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.server.lane.LaneGroup;
import io.castellan.server.lane.ManualClock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardRuntimeTest {
  private final ManualClock clock = new ManualClock();
  private final LaneGroup lanes =
      new LaneGroup(
          "shard",
          1,
          4,
          clock,
          (lane, broken) -> {
            throw new IllegalStateException(broken);
          });
  private final FakeShardLog log = new FakeShardLog();
  private final Deque<Runnable> loads = new ArrayDeque<>();
  private final List<FakeShard> made = new ArrayList<>();
  @TempDir static Path directory;
  private final ShardRuntime<FakeShard> runtime =
      new ShardRuntime<>(
          "topic",
          lanes,
          loads::add,
          this::makeShard,
          log,
          new ShardCheckpoints("topic", directory.resolve("none"), log),
          Compression.NONE);
  private final List<String> heard = new ArrayList<>();

  private FakeShard makeShard() {
    FakeShard shard = new FakeShard();
    made.add(shard);
    return shard;
  }

  /** Remembers keys; wakes when told to. */
  private static final class FakeShard implements Shard {
    final List<String> events = new ArrayList<>();
    long wakeAtMs = Long.MAX_VALUE;

    @Override
    public void replay(ByteBuffer key, @Nullable ByteBuffer value, long timestampMs) {
      events.add(
          StandardCharsets.UTF_8.decode(key)
              + "="
              + (value == null ? "null" : StandardCharsets.UTF_8.decode(value).toString()));
    }

    @Override
    public void onLoaded(long nowMs) {
      events.add("loaded");
    }

    @Override
    public void onTransactionCommitted(long nowMs) {
      events.add("committed");
    }

    @Override
    public void onUnloaded(long nowMs, Effects out) {
      events.add("unloaded");
    }

    @Override
    public long wakeAtMs() {
      return wakeAtMs;
    }

    @Override
    public void onTime(long nowMs, Effects out) {
      events.add("alarm");
      wakeAtMs = Long.MAX_VALUE;
    }
  }

  @AfterEach
  void release() {
    log.content.release();
  }

  private void drain() {
    while (lanes.all().get(0).runOnce() > 0) {
      Thread.onSpinWait();
    }
  }

  private void lead(int partition, int epoch) {
    runtime.onLeading(partition, epoch);
    drain();
    while (!loads.isEmpty()) {
      loads.poll().run();
    }
    drain();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void loadsTheLogAndLeavesOutWhatWasNotCommitted() {
    new RecordBatchBuilder(log.content).append(1, bytes("a"), bytes("1")).finish();
    new RecordBatchBuilder(log.content)
        .baseOffset(1)
        .producer(7, (short) 0, 0, true)
        .append(1, bytes("committed"), bytes("2"))
        .finish();
    new RecordBatchBuilder(log.content)
        .baseOffset(2)
        .producer(8, (short) 0, 0, true)
        .append(1, bytes("aborted"), bytes("3"))
        .finish();
    new RecordBatchBuilder(log.content)
        .baseOffset(3)
        .producer(9, (short) 0, 0, true)
        .append(1, bytes("open"), bytes("4"))
        .finish();
    new RecordBatchBuilder(log.content).append(1, bytes("a"), null).finish();
    marker(5, 7, ControlRecord.Type.COMMIT);
    marker(6, 8, ControlRecord.Type.ABORT);

    lead(3, 0);

    assertEquals(List.of("a=1", "a=null", "committed=2", "loaded"), made.get(0).events);
  }

  @Test
  void takesInWhatWasOpenWhenItsMarkerComes() {
    transactional(7, 0, "first");
    transactional(8, 1, "aborted");
    lead(3, 0);
    runtime.onMarker(3, 8, 2, false);
    runtime.onMarker(3, 7, 3, true);
    runtime.onMarker(3, 7, 4, true); // again, as after an answer that was lost
    drain();
    assertEquals(List.of("loaded", "first=x", "committed"), made.get(0).events);
  }

  @Test
  void takesInWhatAMarkerCommitsWhileTheLogIsRead() {
    transactional(7, 0, "early");
    runtime.onLeading(3, 0);
    drain();
    runtime.onMarker(3, 7, 1, true);
    drain();
    loads.poll().run();
    drain();
    assertEquals(List.of("loaded", "early=x", "committed"), made.get(0).events);
  }

  @Test
  void aMarkerThatWasReadAlreadyDoesNotEndTheNextTransaction() {
    transactional(7, 0, "first");
    marker(1, 7, ControlRecord.Type.COMMIT);
    transactional(7, 2, "next");
    runtime.onLeading(3, 0);
    drain();
    runtime.onMarker(3, 7, 1, true);
    drain();
    loads.poll().run();
    drain();
    assertEquals(List.of("first=x", "loaded"), made.get(0).events);
  }

  private void transactional(long producerId, long offset, String key) {
    new RecordBatchBuilder(log.content)
        .baseOffset(offset)
        .producer(producerId, (short) 0, 0, true)
        .append(1, bytes(key), bytes("x"))
        .finish();
  }

  private void marker(long offset, long producerId, ControlRecord.Type type) {
    new RecordBatchBuilder(log.content)
        .baseOffset(offset)
        .producer(producerId, (short) 0, -1, true)
        .marker(1, new ControlRecord(type, 0))
        .finish();
  }

  @Test
  void refusesWithTheReasonUntilItIsLoaded() {
    runtime.submit(3, (shard, nowMs, out) -> heard.add("ran"), error -> heard.add(error.name()));
    runtime.onLeading(3, 0);
    drain();
    runtime.submit(3, (shard, nowMs, out) -> heard.add("ran"), error -> heard.add(error.name()));
    drain();
    loads.poll().run();
    drain();
    runtime.submit(3, (shard, nowMs, out) -> heard.add("ran"), error -> heard.add(error.name()));
    drain();
    assertEquals(List.of("NOT_COORDINATOR", "COORDINATOR_LOAD_IN_PROGRESS", "ran"), heard);
  }

  @Test
  void refusesWhenItHasTooMuchToDo() {
    lead(3, 0);
    for (int i = 0; i < 5; i++) {
      runtime.submit(3, (shard, nowMs, out) -> {}, error -> heard.add(error.name()));
    }
    assertEquals(List.of("COORDINATOR_NOT_AVAILABLE"), heard);
    drain();
  }

  @Test
  void answersOnlyWhatIsCommitted() {
    lead(3, 0);
    runtime.submit(
        3,
        (shard, nowMs, out) -> {
          out.answer(heard::add, "at once");
          out.append(
              List.of(new CoordinatorRecord(bytes("k"), null)),
              (error, laterMs, next) -> next.answer(heard::add, error.name()));
        },
        error -> heard.add("refused"));
    drain();
    assertEquals(List.of("at once"), heard);
    log.appends.get(0).accept(ErrorCode.NONE, 0L);
    drain();
    assertEquals(List.of("at once", "NONE"), heard);
  }

  @Test
  void tellsWhoWaitsForTheLogThatThePartitionMoved() {
    lead(3, 0);
    runtime.submit(
        3,
        (shard, nowMs, out) ->
            out.append(
                List.of(new CoordinatorRecord(bytes("k"), null)),
                (error, laterMs, next) -> next.answer(heard::add, error.name())),
        error -> heard.add("refused"));
    drain();
    runtime.onResigned(3, 1);
    drain();
    log.appends.get(0).accept(ErrorCode.NONE, 0L);
    drain();
    assertEquals(List.of("NOT_LEADER_OR_FOLLOWER"), heard);
    assertEquals(List.of("loaded", "unloaded"), made.get(0).events);
  }

  @Test
  void ignoresALoadThatANewerEpochOvertook() {
    runtime.onLeading(3, 0);
    drain();
    Runnable slow = loads.poll();
    runtime.onResigned(3, 1);
    lead(3, 2);
    slow.run();
    drain();
    runtime.onLeading(3, 1);
    drain();
    assertNull(loads.poll(), "an older epoch is ignored");
    assertEquals(2, made.size());
    assertEquals(List.of("loaded"), made.get(0).events);
    assertEquals(List.of(), made.get(1).events, "the overtaken load was thrown away");
  }

  @Test
  void servesNothingFromALogThatCannotBeRead() {
    log.readError = ErrorCode.KAFKA_STORAGE_ERROR;
    lead(3, 0);
    runtime.submit(3, (shard, nowMs, out) -> heard.add("ran"), error -> heard.add(error.name()));
    drain();
    assertEquals(List.of("NOT_COORDINATOR"), heard);
  }

  @Test
  void wakesShardsWhenTheyWantToBeWoken() {
    lead(3, 0);
    runtime.submit(
        3, (shard, nowMs, out) -> shard.wakeAtMs = nowMs + 50, error -> heard.add("refused"));
    drain();
    clock.jumpWallClockMs(3_600_000);
    drain();
    assertEquals(List.of("loaded"), made.get(0).events, "a jump of the clock wakes nobody");
    clock.advanceMs(50);
    drain();
    assertEquals(List.of("loaded", "alarm"), made.get(0).events);
  }

  @Test
  void looksAtEveryLoadedShard() {
    lead(1, 0);
    lead(2, 0);
    runtime.forEach((shard, nowMs, out) -> heard.add("seen"), error -> heard.add(error.name()));
    drain();
    assertEquals(List.of("seen", "seen", "NONE"), heard);
    runtime.onLeading(4, 0);
    drain();
    runtime.forEach((shard, nowMs, out) -> {}, error -> heard.add(error.name()));
    drain();
    assertEquals("COORDINATOR_LOAD_IN_PROGRESS", heard.get(3));
  }
}
