package io.castellan.server.kafka.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.record.ControlRecord;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardCheckpointsTest {
  private static final int PARTITION = 3;

  @TempDir Path directory;
  private final FakeShardLog log = new FakeShardLog();
  private final Map<String, String> restored = new TreeMap<>();

  @AfterEach
  void release() {
    log.content.release();
  }

  private ShardCheckpoints open() {
    return new ShardCheckpoints("topic", directory.resolve("checkpoints"), log);
  }

  private void onRecord(ByteBuffer key, @Nullable ByteBuffer value, long timestampMs) {
    restored.put(
        text(key), (value == null ? "null" : text(value)) + "@" + Long.toString(timestampMs));
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private long nextOffset;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void append(long timestampMs, String key, @Nullable String value) {
    new RecordBatchBuilder(log.content)
        .baseOffset(nextOffset++)
        .append(timestampMs, bytes(key), value == null ? null : bytes(value))
        .finish();
  }

  private void appendInTransaction(String key, String value) {
    new RecordBatchBuilder(log.content)
        .baseOffset(nextOffset++)
        .producer(7, (short) 0, 0, true)
        .append(1, bytes(key), bytes(value))
        .finish();
  }

  private void endTransaction(ControlRecord.Type type) {
    new RecordBatchBuilder(log.content)
        .baseOffset(nextOffset++)
        .producer(7, (short) 0, -1, true)
        .marker(1, new ControlRecord(type, 0))
        .finish();
  }

  @Test
  void keepTheLastValueOfEveryKeyAcrossARestart() {
    append(1, "a", "1");
    append(2, "b", "2");
    append(3, "a", "3");
    append(4, "b", null);
    append(5, "empty", "");
    try (ShardCheckpoints checkpoints = open()) {
      checkpoints.advance(PARTITION);
    }
    try (ShardCheckpoints checkpoints = open()) {
      assertEquals(5, checkpoints.restore(PARTITION, this::onRecord));
    }
    assertEquals(Map.of("a", "3@3", "empty", "@5"), restored);
  }

  @Test
  void goOnWhereTheyStopped() {
    append(1, "a", "1");
    try (ShardCheckpoints checkpoints = open()) {
      checkpoints.advance(PARTITION);
      append(2, "a", null);
      append(3, "b", "3");
      checkpoints.advance(PARTITION);
      assertEquals(1, log.readFrom);
      assertEquals(3, checkpoints.restore(PARTITION, this::onRecord));
    }
    assertEquals(Map.of("b", "3@3"), restored);
  }

  @Test
  void endBeforeTheFirstOpenTransaction() {
    append(1, "a", "1");
    appendInTransaction("b", "2");
    append(3, "c", "3");
    log.stableOffset = 1;
    try (ShardCheckpoints checkpoints = open()) {
      checkpoints.advance(PARTITION);
      assertEquals(1, checkpoints.restore(PARTITION, this::onRecord));
      assertEquals(Map.of("a", "1@1"), restored);

      endTransaction(ControlRecord.Type.COMMIT);
      log.stableOffset = Long.MAX_VALUE;
      checkpoints.advance(PARTITION);
      assertEquals(4, checkpoints.restore(PARTITION, this::onRecord));
      assertEquals(Map.of("a", "1@1", "b", "2@1", "c", "3@3"), restored);
    }
  }

  @Test
  void countForNothingInAnotherLog() {
    append(1, "a", "1");
    try (ShardCheckpoints checkpoints = open()) {
      checkpoints.advance(PARTITION);
      log.leaderEpoch = 1; // truncated, and written again by another leader
      assertEquals(0, checkpoints.restore(PARTITION, this::onRecord));
      log.leaderEpoch = 0;
      log.topicId = new Uuid(1, 3); // deleted, and made again
      assertEquals(0, checkpoints.restore(PARTITION, this::onRecord));
      assertEquals(0, checkpoints.restore(PARTITION + 1, this::onRecord));
      assertEquals(Map.of(), restored);

      append(2, "b", "2");
      checkpoints.advance(PARTITION);
      assertEquals(0, log.readFrom);
      assertEquals(2, checkpoints.restore(PARTITION, this::onRecord));
    }
    assertEquals(Map.of("a", "1@1", "b", "2@2"), restored);
  }

  @Test
  void makeNoFileToFindNothing() {
    try (ShardCheckpoints checkpoints = open()) {
      assertEquals(0, checkpoints.restore(PARTITION, this::onRecord));
    }
    assertFalse(Files.exists(directory.resolve("checkpoints")));
  }

  @Test
  void startAnewFromADamagedFile() throws IOException {
    append(1, "a", "1");
    Files.write(directory.resolve("checkpoints"), bytes("no checkpoints"));
    try (ShardCheckpoints checkpoints = open()) {
      assertEquals(0, checkpoints.restore(PARTITION, this::onRecord));
      checkpoints.advance(PARTITION);
      assertEquals(1, checkpoints.restore(PARTITION, this::onRecord));
    }
    assertEquals(Map.of("a", "1@1"), restored);
  }
}
