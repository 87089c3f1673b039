package io.castellan.server.kafka.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.Compression;
import io.netty.buffer.ByteBuf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Appends that are taken one by one and written together. */
class StagedAppendsTest {
  private final Path root;

  StagedAppendsTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void nobodyReadsThemBeforeTheyAreInTheFile() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      test.appendValues(1, "a");
      LogView before = test.log.view();
      assertEquals(1, stage(test, TestLog.batch(1, "b", "c")).firstOffset());
      assertEquals(3, stage(test, TestLog.batch(1, "d")).firstOffset());
      assertEquals(4, test.log.logEndOffset());
      assertEquals(before, test.log.view());
      assertEquals(before.sizeInBytes(), Files.size(file(test)));
      assertEquals(List.of("0:a"), test.read(0, Isolation.LOG_END));

      test.log.commit(TestLog.NOW);
      assertEquals(List.of("0:a", "1:b", "2:c", "3:d"), test.read(0, Isolation.LOG_END));
      assertEquals(test.log.view().sizeInBytes(), Files.size(file(test)));
    }
  }

  @Test
  void theLargestTimestampIsFoundWhileALargerOneWaits() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      test.appendValues(1, "a");
      stage(test, TestLog.batch(2, "b"));
      FoundOffset largest = test.log.view().offsetOfMaxTimestamp();
      assertNotNull(largest);
      assertEquals(0, largest.offset());
      test.log.commit(TestLog.NOW);
      FoundOffset next = test.log.view().offsetOfMaxTimestamp();
      assertNotNull(next);
      assertEquals(1, next.offset());
    }
  }

  @Test
  void whatIsNotCommittedIsGoneWithTheProcessAndNothingElse() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      test.appendValues(1, "a");
      stage(test, TestLog.batch(1, "b"));
      test.crash();
      assertEquals(1, test.log.logEndOffset());
      assertEquals(1, test.appendValues(1, "c"));
      assertEquals(List.of("0:a", "1:c"), test.readAll());
    }
  }

  @Test
  void aProducersNextBatchFollowsTheOneThatIsStaged() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      assertEquals(0, stage(test, TestLog.produced(9, 0, 0, false, "a")).firstOffset());
      assertEquals(1, stage(test, TestLog.produced(9, 0, 1, false, "b")).firstOffset());
      AppendResult again = stage(test, TestLog.produced(9, 0, 0, false, "a"));
      assertTrue(again.duplicate());
      assertEquals(0, again.firstOffset());
      assertEquals(
          ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
          stage(test, TestLog.produced(9, 0, 5, false, "c")).error());
      test.log.commit(TestLog.NOW);
      test.log.updateHighWatermark(test.log.logEndOffset());
      assertEquals(List.of("0:a", "1:b"), test.readAll());
    }
  }

  @Test
  void aRollBetweenThemLosesNone() throws Exception {
    try (TestLog test = TestLog.create(root, "segment.bytes", "200")) {
      for (int i = 0; i < 9; i++) {
        assertEquals(i, stage(test, TestLog.batch(1, "v" + i)).firstOffset());
      }
      test.log.commit(TestLog.NOW);
      test.log.updateHighWatermark(9);
      assertEquals(9, test.readAll().size());
      try (var files = Files.list(test.directory)) {
        assertTrue(files.filter(name -> name.toString().endsWith(".log")).count() > 3);
      }
    }
  }

  @Test
  void whateverElseChangesTheLogComesAfterThem() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      stage(test, TestLog.batch(1, "a", "b"));
      stage(test, TestLog.batch(1, "c"));
      test.log.truncateTo(2, TestLog.NOW);
      assertEquals(List.of("0:a", "1:b"), test.read(0, Isolation.LOG_END));
      stage(test, TestLog.batch(1, "d"));
      test.log.flush();
      assertEquals(3, test.log.recoveryPoint());
      stage(test, TestLog.batch(1, "e"));
      test.restart();
      test.log.updateHighWatermark(4);
      assertEquals(List.of("0:a", "1:b", "2:d", "3:e"), test.readAll());
    }
  }

  @Test
  void areForcedTogetherWhereTheTopicDemandsIt() throws Exception {
    try (TestLog test = TestLog.create(root, "flush.messages", "1")) {
      stage(test, TestLog.batch(1, "a"));
      stage(test, TestLog.batch(1, "b"));
      assertEquals(0, test.log.recoveryPoint());
      test.log.commit(TestLog.NOW);
      assertEquals(2, test.log.recoveryPoint());
    }
  }

  @Test
  void oneThatIsWrittenAnewIsHeldUntilTheCommit() throws Exception {
    try (TestLog test = TestLog.create(root, "compression.type", "gzip")) {
      stage(test, TestLog.batch(Compression.LZ4, 1, "a", "b"));
      stage(test, TestLog.batch(Compression.NONE, 1, "c"));
      test.log.commit(TestLog.NOW);
      test.log.updateHighWatermark(3);
      assertEquals(List.of("0:a", "1:b", "2:c"), test.readAll());
    }
  }

  @Test
  void releaseTheirBuffersWhetherTheyAreWrittenOrAbandoned() throws Exception {
    ByteBuf written = TestLog.batch(1, "a");
    ByteBuf abandoned = TestLog.batch(1, "b");
    try (TestLog test = TestLog.create(root)) {
      test.log.stage(written, 0, TestLog.NOW, AppendOrigin.CLIENT);
      assertEquals(2, written.refCnt());
      test.log.commit(TestLog.NOW);
      assertEquals(1, written.refCnt());
      test.log.stage(abandoned, 0, TestLog.NOW, AppendOrigin.CLIENT);
      test.log.abandon();
      assertEquals(1, abandoned.refCnt());
    }
    assertTrue(written.release());
    assertTrue(abandoned.release());
  }

  private static AppendResult stage(TestLog test, ByteBuf records) {
    try {
      return test.log.stage(records, 0, TestLog.NOW, AppendOrigin.CLIENT);
    } finally {
      records.release();
    }
  }

  private static Path file(TestLog test) {
    return SegmentFiles.path(test.directory, 0, SegmentFiles.LOG);
  }
}
