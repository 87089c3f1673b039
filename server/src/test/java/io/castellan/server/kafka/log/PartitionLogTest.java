package io.castellan.server.kafka.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.Compression;
import io.castellan.kafka.protocol.record.ControlRecord;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.kafka.protocol.record.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionLogTest {
  private final Path root;

  PartitionLogTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void assignsOffsetsEpochAndTimeInPlace() throws Exception {
    try (TestLog test = TestLog.create(root, "message.timestamp.type", "LogAppendTime")) {
      test.log.becomeLeader(7);
      ByteBuf batch = TestLog.batch(5, "a", "b", "c").retain();
      AppendResult first = test.append(batch, 7);
      assertEquals(0, first.firstOffset());
      assertEquals(2, first.lastOffset());
      assertEquals(TestLog.NOW, first.logAppendTimeMs());
      AppendResult second = test.append(TestLog.batch(5, "d"), 7);
      assertEquals(3, second.firstOffset());
      LogSlice slice = test.log.view().read(0, 1000, Isolation.HIGH_WATERMARK, true).slice();
      assertNotNull(slice);
      Records records = new Records().wrap(Unpooled.wrappedBuffer(TestLog.bytes(slice)));
      assertTrue(records.next());
      records.ensureValid();
      assertEquals(7, records.batch().partitionLeaderEpoch());
      assertEquals(TestLog.NOW, records.maxTimestamp());
      assertEquals(List.of("0:a", "1:b", "2:c", "3:d"), test.readAll());
      batch.release();
    }
  }

  @Test
  void whatIsReadIsWhatWasWrittenAcrossSegmentsAndIndexes() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (TestLog test =
        TestLog.create(root, "segment.bytes", "8000", "index.interval.bytes", "300")) {
      List<String> expected = new ArrayList<>();
      Compression[] codecs = Compression.values();
      for (int i = 0; i < 400; i++) {
        String[] values = new String[1 + random.nextInt(6)];
        for (int v = 0; v < values.length; v++) {
          values[v] = "v" + random.nextInt(1000) + "x".repeat(random.nextInt(200));
          expected.add(expected.size() + ":" + values[v]);
        }
        AppendResult result =
            test.append(
                TestLog.batch(codecs[random.nextInt(codecs.length)], TestLog.NOW + i, values));
        assertEquals(ErrorCode.NONE, result.error(), "seed " + seed);
      }
      assertTrue(test.log.view().segmentCount() > 5);
      for (int round = 0; round < 3; round++) {
        assertEquals(expected, test.readAll(), "seed " + seed);
        for (int i = 0; i < 200; i++) {
          int from = random.nextInt(expected.size());
          assertEquals(
              expected.subList(from, expected.size()),
              test.read(from, Isolation.HIGH_WATERMARK),
              "seed " + seed);
        }
        if (round == 0) {
          test.restart();
        } else {
          test.crash();
        }
      }
    }
  }

  @Test
  void readsStopAtTheHighWatermark() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      test.appendValues(1, "a", "b");
      ByteBuf unreplicated = TestLog.batch(1, "c");
      test.log.append(unreplicated, 0, TestLog.NOW, AppendOrigin.CLIENT);
      unreplicated.release();
      assertEquals(List.of("0:a", "1:b"), test.read(0, Isolation.HIGH_WATERMARK));
      assertEquals(List.of("0:a", "1:b", "2:c"), test.read(0, Isolation.LOG_END));
      LogView view = test.log.view();
      assertNull(view.read(2, 1000, Isolation.HIGH_WATERMARK, true).slice());
      assertNull(view.read(3, 1000, Isolation.LOG_END, true).slice());
      assertEquals(
          ErrorCode.OFFSET_OUT_OF_RANGE, view.read(4, 1000, Isolation.LOG_END, true).error());
      assertEquals(
          ErrorCode.OFFSET_OUT_OF_RANGE, view.read(-1, 1000, Isolation.LOG_END, true).error());
    }
  }

  @Test
  void theFirstBatchIsWholeEvenIfItIsTooLarge() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      test.appendValues(1, "x".repeat(500));
      test.appendValues(1, "y".repeat(700));
      test.appendValues(1, "z");
      for (long offset = 0; offset < 3; offset++) {
        LogSlice whole = test.log.view().read(offset, 10, Isolation.LOG_END, true).slice();
        assertNotNull(whole);
        Records records = new Records().wrap(Unpooled.wrappedBuffer(TestLog.bytes(whole)));
        assertTrue(records.next());
        assertEquals(offset, records.baseOffset());
        assertFalse(records.next());
        assertEquals(0, records.trailingBytes());
        assertNull(test.log.view().read(offset, 10, Isolation.LOG_END, false).slice());
      }
      assertNull(test.log.view().read(0, 0, Isolation.LOG_END, false).slice());
    }
  }

  @Test
  void writesAnotherCodecWhenTheTopicWantsIt() throws Exception {
    try (TestLog test = TestLog.create(root, "compression.type", "zstd")) {
      test.append(TestLog.batch(Compression.GZIP, 1, "a", "b"));
      test.append(TestLog.batch(Compression.NONE, 1, "c"));
      LogSlice slice = test.log.view().read(0, 1000, Isolation.LOG_END, true).slice();
      assertNotNull(slice);
      Records records = new Records().wrap(Unpooled.wrappedBuffer(TestLog.bytes(slice)));
      while (records.next()) {
        assertEquals(Compression.ZSTD, records.batch().compression());
      }
      assertEquals(List.of("0:a", "1:b", "2:c"), test.readAll());
    }
  }

  @Test
  void findsOffsetsByTime() throws Exception {
    try (TestLog test =
        TestLog.create(root, "segment.bytes", "3000", "index.interval.bytes", "100")) {
      for (int i = 0; i < 200; i++) {
        test.appendValues(1000 + 10L * i, "a" + i, "b" + i);
      }
      for (int round = 0; round < 2; round++) {
        LogView view = test.log.view();
        for (int i = 0; i < 200; i++) {
          assertEquals(
              new FoundOffset(1000 + 10L * i, 2L * i, 0), view.offsetForTimestamp(1000 + 10L * i));
          assertEquals(
              new FoundOffset(1000 + 10L * i, 2L * i, 0),
              view.offsetForTimestamp(1000 + 10L * i - 9));
        }
        assertNull(view.offsetForTimestamp(1000 + 10L * 200));
        assertEquals(new FoundOffset(2990, 398, 0), view.offsetOfMaxTimestamp());
        test.restart();
      }
    }
  }

  @Test
  void refusesWrongBatchesAndAppendsNothing() throws Exception {
    try (TestLog test =
        TestLog.create(root, "max.message.bytes", "2000", "cleanup.policy", "compact")) {
      test.appendValues(1, "good");
      expect(ErrorCode.CORRUPT_MESSAGE, test, flip(TestLog.batch(1, "v"), 70));
      expect(ErrorCode.MESSAGE_TOO_LARGE, test, TestLog.batch(1, "x".repeat(2000)));
      ByteBuf offset = TestLog.batch(1, "v");
      new RecordBatch().wrap(offset, 0).setBaseOffset(5);
      expect(ErrorCode.INVALID_RECORD, test, offset);
      ByteBuf two = TestLog.batch(1, "v");
      ByteBuf second = TestLog.batch(1, "w");
      two.writeBytes(second);
      second.release();
      expect(ErrorCode.INVALID_RECORD, test, two);
      expect(ErrorCode.INVALID_RECORD, test, Unpooled.directBuffer());
      expect(ErrorCode.INVALID_RECORD, test, TestLog.produced(1, 0, 0, false, "no key"));
      ByteBuf control = Unpooled.directBuffer();
      new RecordBatchBuilder(control)
          .producer(1, (short) 0, -1, true)
          .marker(1, new ControlRecord(ControlRecord.Type.COMMIT, 0))
          .finish();
      expect(ErrorCode.INVALID_RECORD, test, control);
      ByteBuf count = TestLog.batch(1, "v", "w");
      count.setInt(57, 3);
      count.setInt(17, new RecordBatch().wrap(count, 0).computeCrc());
      expect(ErrorCode.INVALID_RECORD, test, count);
      assertEquals(List.of("0:good"), test.readAll());
      assertEquals(1, test.log.logEndOffset());
    }
  }

  @Test
  void namesTheRecordsThatAreWrong() throws Exception {
    try (TestLog test = TestLog.create(root, "message.timestamp.after.max.ms", "1000")) {
      ByteBuf buf = Unpooled.directBuffer();
      new RecordBatchBuilder(buf)
          .append(TestLog.NOW, null, new byte[1])
          .append(TestLog.NOW + 5000, null, new byte[1])
          .append(-1, null, new byte[1])
          .finish();
      AppendResult result = test.append(buf);
      assertEquals(ErrorCode.INVALID_TIMESTAMP, result.error());
      assertEquals(1, result.recordErrors().size());
      assertEquals(1, result.recordErrors().get(0).batchIndex());
    }
  }

  private static ByteBuf flip(ByteBuf buf, int index) {
    return buf.setByte(index, buf.getByte(index) ^ 1);
  }

  private static void expect(ErrorCode error, TestLog test, ByteBuf records) {
    AppendResult result = test.append(records);
    assertEquals(error, result.error(), () -> String.valueOf(result.message()));
    assertEquals(-1, result.firstOffset());
  }

  @Test
  void rollsByTimeAndRetentionDeletesByTimeAndSize() throws Exception {
    try (TestLog test =
        TestLog.create(
            root, "segment.ms", "1000", "retention.ms", "5000", "retention.bytes", "-1")) {
      for (int i = 0; i < 10; i++) {
        test.appendValues(TestLog.NOW + 2000L * i, "v" + i);
      }
      assertEquals(10, test.log.view().segmentCount());
      LogSlice held = test.log.view().read(0, 1000, Isolation.LOG_END, true).slice();
      assertNotNull(held);
      assertEquals(7, test.log.applyRetention(TestLog.NOW + 18_001));
      assertEquals(7, test.log.logStartOffset());
      assertEquals(List.of("7:v7", "8:v8", "9:v9"), test.readAll());
      assertTrue(test.files().contains("00000000000000000000.log.deleted"));
      test.deletions.run(TestLog.NOW + 18_000 + 60_002);
      assertFalse(test.files().contains("00000000000000000000.log.deleted"));
      // Deleted and due, and yet not pulled from under its reader.
      assertTrue(TestLog.bytes(held).length > 0);
      assertEquals(
          ErrorCode.OFFSET_OUT_OF_RANGE,
          test.log.view().read(6, 1000, Isolation.LOG_END, true).error());
      assertEquals(3, test.log.applyRetention(TestLog.NOW + 1_000_000));
      assertEquals(10, test.log.logStartOffset());
      assertEquals(10, test.appendValues(TestLog.NOW, "later"));
      test.restart();
      assertEquals(List.of("10:later"), test.readAll());
    }
  }

  @Test
  void aViewThatIsOldFindsThatItsSegmentsAreGone() throws Exception {
    try (TestLog test =
        TestLog.create(
            root, "segment.bytes", "1000", "index.interval.bytes", "50", "retention.ms", "1")) {
      for (int i = 0; i < 60; i++) {
        test.appendValues(1, "v" + i);
      }
      test.restart();
      LogView old = test.log.view();
      assertTrue(test.log.applyRetention(TestLog.NOW) > 2);
      // Renamed: a file that is open can still be read to its end, one that is not may not be made
      // anew under the old name.
      LogRead renamed = old.read(5, 100, Isolation.LOG_END, true);
      LogSlice slice = renamed.slice();
      if (slice == null) {
        assertEquals(ErrorCode.OFFSET_OUT_OF_RANGE, renamed.error());
      } else {
        assertTrue(TestLog.bytes(slice).length > 0);
      }
      test.deletions.run(Long.MAX_VALUE);
      assertEquals(
          ErrorCode.OFFSET_OUT_OF_RANGE, old.read(6, 100, Isolation.LOG_END, true).error());
      assertNull(old.offsetForTimestamp(1));
      assertFalse(old.segmentOffsetsBefore(TestLog.NOW * 2, 100).isEmpty());
      for (String name : test.files()) {
        assertFalse(name.startsWith("00000000000000000000."), name);
      }
    }
  }

  @Test
  void retentionBySizeKeepsAtLeastThatMuch() throws Exception {
    try (TestLog test = TestLog.create(root, "segment.bytes", "1000", "retention.bytes", "3000")) {
      for (int i = 0; i < 40; i++) {
        test.appendValues(TestLog.NOW, "x".repeat(100));
      }
      assertTrue(test.log.applyRetention(TestLog.NOW) > 0);
      assertTrue(test.log.view().sizeInBytes() >= 3000);
      assertTrue(test.log.view().sizeInBytes() < 4000);
    }
  }

  @Test
  void compactedLogsAreNotDeletedByAgeOrSize() throws Exception {
    try (TestLog test =
        TestLog.create(
            root,
            "segment.bytes",
            "1000",
            "retention.bytes",
            "1",
            "retention.ms",
            "1",
            "cleanup.policy",
            "compact")) {
      for (int i = 0; i < 40; i++) {
        test.appendValues(1, "x".repeat(100));
      }
      assertEquals(0, test.log.applyRetention(TestLog.NOW));
      assertEquals(ErrorCode.OFFSET_OUT_OF_RANGE, test.log.advanceLogStart(41, TestLog.NOW));
      assertEquals(ErrorCode.NONE, test.log.advanceLogStart(20, TestLog.NOW));
      assertEquals(20, test.log.logStartOffset());
      assertEquals(20, test.readAll().size());
    }
  }

  @Test
  void retentionStaysBelowTheHighWatermark() throws Exception {
    try (TestLog test = TestLog.create(root, "segment.bytes", "1000", "retention.ms", "1")) {
      for (int i = 0; i < 40; i++) {
        ByteBuf batch = TestLog.batch(1, "x".repeat(100));
        test.log.append(batch, 0, TestLog.NOW, AppendOrigin.CLIENT);
        batch.release();
      }
      assertEquals(0, test.log.applyRetention(TestLog.NOW));
      test.log.updateHighWatermark(15);
      assertTrue(test.log.applyRetention(TestLog.NOW) > 0);
      assertTrue(test.log.logStartOffset() <= 15);
    }
  }

  @Test
  void aFollowerKeepsOffsetsAndEpochsAndCutsThePartialBatch() throws Exception {
    try (TestLog leader = TestLog.create(root.resolve("a"), "segment.bytes", "700");
        TestLog follower = TestLog.create(root.resolve("b"), "segment.bytes", "500")) {
      for (int i = 0; i < 20; i++) {
        leader.append(TestLog.batch(1, "v" + i + "x".repeat(50)), i / 5);
      }
      while (follower.log.logEndOffset() < 20) {
        LogSlice slice =
            leader
                .log
                .view()
                .read(follower.log.logEndOffset(), 600, Isolation.LOG_END, true)
                .slice();
        assertNotNull(slice);
        ByteBuf fetched = Unpooled.wrappedBuffer(TestLog.bytes(slice));
        AppendResult result =
            follower.log.append(fetched, -1, TestLog.NOW, AppendOrigin.REPLICATION);
        assertEquals(ErrorCode.NONE, result.error(), () -> String.valueOf(result.message()));
      }
      assertEquals(leader.readAll(), follower.readAll());
      assertEquals(new LeaderEpochs.Entry(1, 10), follower.log.view().endOffsetForEpoch(1));
      assertEquals(
          leader.log.view().endOffsetForEpoch(3), follower.log.view().endOffsetForEpoch(3));
      assertEquals(2, follower.log.view().leaderEpochOf(14));
    }
  }

  @Test
  void truncatesAndGoesOn() throws Exception {
    try (TestLog test =
        TestLog.create(root, "segment.bytes", "500", "index.interval.bytes", "50")) {
      for (int i = 0; i < 40; i++) {
        test.append(TestLog.batch(TestLog.NOW + i, "v" + i), i / 10);
      }
      for (long cut : new long[] {37, 20, 19, 3}) {
        test.log.truncateTo(cut, TestLog.NOW);
        assertEquals(cut, test.log.logEndOffset());
        assertEquals(cut, test.readAll().size());
        assertEquals((int) ((cut - 1) / 10), test.log.view().latestLeaderEpoch());
        assertNull(test.log.view().offsetForTimestamp(TestLog.NOW + cut));
      }
      assertEquals(3, test.appendValues(TestLog.NOW, "again"));
      test.crash();
      assertEquals(List.of("0:v0", "1:v1", "2:v2", "3:again"), test.readAll());
      test.log.truncateFullyAndStartAt(1000, TestLog.NOW);
      assertEquals(1000, test.appendValues(TestLog.NOW, "far"));
      test.restart();
      assertEquals(List.of("1000:far"), test.readAll());
    }
  }

  @Test
  void closedIndexFilesAreTrimmedAndComplete() throws Exception {
    try (TestLog test =
        TestLog.create(root, "segment.bytes", "2000", "index.interval.bytes", "100")) {
      for (int i = 0; i < 60; i++) {
        test.appendValues(TestLog.NOW + i, "v" + i);
      }
      test.restart();
      assertTrue(Files.size(test.directory.resolve("00000000000000000000.index")) % 8 == 0);
      assertTrue(Files.size(test.directory.resolve("00000000000000000000.index")) > 0);
      assertTrue(Files.size(test.directory.resolve("00000000000000000000.timeindex")) % 12 == 0);
      assertTrue(test.files().contains("00000000000000000060.snapshot"), () -> list(test));
    }
  }

  private static String list(TestLog test) {
    try {
      return test.files().toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
