package io.castellan.server.kafka.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.Compression;
import io.castellan.kafka.protocol.record.ControlRecord;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {
  private static final CleanerBench.Share SHARE = new CleanerBench.Share(1 << 20, 0.9, 1000);
  private static final long DAY = 86_400_000;

  private final Path root;
  private final CleanerBench bench = new CleanerBench(SHARE, bytes -> {}, () -> false);
  private long nowMs = TestLog.NOW;

  CompactionTest(@TempDir Path root) {
    this.root = root;
  }

  private TestLog create(String... more) throws Exception {
    List<String> overrides =
        new ArrayList<>(List.of("cleanup.policy", "compact", "segment.bytes", "1000"));
    overrides.addAll(List.of(more));
    return TestLog.create(root, overrides.toArray(new String[0]));
  }

  static ByteBuf keyed(Compression codec, @Nullable String... keysAndValues) {
    ByteBuf buf = Unpooled.directBuffer();
    RecordBatchBuilder builder = new RecordBatchBuilder(buf).compression(codec);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      builder.append(TestLog.NOW, bytes(keysAndValues[i]), bytes(keysAndValues[i + 1]));
    }
    builder.finish();
    return buf;
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(TestLog test, @Nullable String... keysAndValues) {
    AppendResult result = test.append(keyed(Compression.NONE, keysAndValues));
    assertEquals(ErrorCode.NONE, result.error(), () -> "refused: " + result.message());
  }

  private void produce(TestLog test, long producer, int sequence, String key, String value) {
    ByteBuf buf = Unpooled.directBuffer();
    new RecordBatchBuilder(buf)
        .producer(producer, (short) 0, sequence, true)
        .append(TestLog.NOW, bytes(key), bytes(value))
        .finish();
    assertEquals(ErrorCode.NONE, test.append(buf).error());
  }

  private static void end(TestLog test, long producer, ControlRecord.Type type) {
    ByteBuf buf = Unpooled.directBuffer();
    new RecordBatchBuilder(buf)
        .producer(producer, (short) 0, -1, true)
        .marker(TestLog.NOW, new ControlRecord(type, 0))
        .finish();
    assertEquals(
        ErrorCode.NONE, test.log.append(buf, 0, TestLog.NOW, AppendOrigin.COORDINATOR).error());
    test.log.updateHighWatermark(test.log.logEndOffset());
    buf.release();
  }

  /** One pass, as the cleaner makes it; returns how many groups were replaced. */
  private int compact(TestLog test) {
    Cleanable range = Cleanable.of(test.log.view(), test.config, nowMs);
    int replaced = 0;
    try (Compaction compaction = Compaction.begin(test.log, test.config, range, bench, nowMs)) {
      while (compaction.hasNext()) {
        assertTrue(test.log.replace(compaction.cleanNext(test.log.lastRecords()), nowMs));
        replaced++;
      }
      test.log.onCleaned(compaction);
    }
    return replaced;
  }

  @Test
  void leavesTheLastRecordOfEachKeyAtItsOffset() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (TestLog test = create()) {
      Map<String, String> last = new HashMap<>();
      List<Compression> codecs = List.of(Compression.values());
      long offset = 0;
      for (int i = 0; i < 300; i++) {
        String key = "k" + random.nextInt(20);
        String value = "v" + i;
        Compression codec = codecs.get(random.nextInt(codecs.size()));
        test.append(keyed(codec, key, value, "same", "s" + i));
        last.put(key, offset + ":" + value);
        last.put("same", (offset + 1) + ":s" + i);
        offset += 2;
      }
      test.log.roll(nowMs);
      assertTrue(compact(test) > 0);
      assertEquals(
          last.values().stream().sorted(CompactionTest::byOffset).toList(),
          test.readAll(),
          "seed " + seed);
      assertEquals(600, test.log.logEndOffset());
      List<String> before = test.readAll();
      test.restart();
      assertEquals(before, test.readAll());
      test.crash();
      assertEquals(before, test.readAll());
      assertEquals(600, test.log.logEndOffset());
    } finally {
      bench.close();
    }
  }

  private static int byOffset(String a, String b) {
    return Long.compare(
        Long.parseLong(a.substring(0, a.indexOf(':'))),
        Long.parseLong(b.substring(0, b.indexOf(':'))));
  }

  @Test
  void neverTouchesTheActiveSegmentNorWhatIsTooYoung() throws Exception {
    try (TestLog test = create("min.compaction.lag.ms", "1000")) {
      put(test, "a", "1", "a", "2");
      test.log.roll(nowMs);
      put(test, "a", "3");
      nowMs = TestLog.NOW + 999;
      assertFalse(Cleanable.of(test.log.view(), test.config, nowMs).isDue(test.config));
      nowMs = TestLog.NOW + 1000;
      assertTrue(Cleanable.of(test.log.view(), test.config, nowMs).isDue(test.config));
      compact(test);
      assertEquals(List.of("1:2", "2:3"), test.readAll());
      assertFalse(Cleanable.of(test.log.view(), test.config, nowMs).isDue(test.config));
    } finally {
      bench.close();
    }
  }

  @Test
  void isDueWhenARecordHasWaitedTooLongHoweverLittleIsDirty() throws Exception {
    try (TestLog test =
        create("max.compaction.lag.ms", "5000", "min.cleanable.dirty.ratio", "1.0")) {
      put(test, "a", "1");
      test.log.roll(nowMs);
      assertFalse(Cleanable.of(test.log.view(), test.config, nowMs + 5000).isDue(test.config));
      assertTrue(Cleanable.of(test.log.view(), test.config, nowMs + 5001).isDue(test.config));
      assertEquals(5000, test.config.rollMs());
    } finally {
      bench.close();
    }
  }

  @Test
  void keepsATombstoneUntilItsHorizonHasPassed() throws Exception {
    try (TestLog test = create()) {
      put(test, "a", "1", "b", "2");
      put(test, "a", null);
      test.log.roll(nowMs);
      compact(test);
      assertEquals(List.of("1:2", "2:null"), test.readAll());
      nowMs += DAY - 1;
      put(test, "c", "3");
      test.log.roll(nowMs);
      compact(test);
      assertEquals(List.of("1:2", "2:null", "3:3"), test.readAll());
      nowMs += 1;
      put(test, "d", "4");
      test.log.roll(nowMs);
      compact(test);
      assertEquals(List.of("1:2", "3:3", "4:4"), test.readAll());
    } finally {
      bench.close();
    }
  }

  @Test
  void dropsWhatWasAbortedAndItsMarkerAfterAHorizon() throws Exception {
    try (TestLog test = create()) {
      produce(test, 7, 0, "a", "aborted");
      produce(test, 8, 0, "b", "committed");
      end(test, 7, ControlRecord.Type.ABORT);
      end(test, 8, ControlRecord.Type.COMMIT);
      produce(test, 7, 1, "c", "open");
      test.log.roll(nowMs);
      // Nothing at or above the first open transaction, so not this segment.
      assertFalse(Cleanable.of(test.log.view(), test.config, nowMs).isDue(test.config));
      end(test, 7, ControlRecord.Type.COMMIT);
      test.log.roll(nowMs);
      compact(test);
      assertEquals(List.of("1:committed", "4:open"), test.readAll());
      assertEquals(List.of(1L, 2L, 3L, 4L, 5L), baseOffsets(test), "markers stay for now");
      assertEquals(1, abortedCount(test), "the marker is there still, and needs its entry");
      nowMs += DAY;
      put(test, "z", "1");
      test.log.roll(nowMs);
      compact(test);
      test.log.roll(nowMs);
      assertEquals(List.of("1:committed", "4:open", "6:1"), test.readAll());
    } finally {
      bench.close();
    }
  }

  private static int abortedCount(TestLog test) {
    LogRead read = test.log.view().read(0, 1 << 20, Isolation.COMMITTED, true);
    LogSlice slice = read.slice();
    assertNotNull(slice);
    int count = test.log.view().abortedTxns(0, slice).size();
    slice.release();
    return count;
  }

  private static List<Long> baseOffsets(TestLog test) throws Exception {
    List<Long> bases = new ArrayList<>();
    for (Segment segment : test.log.view().segments()) {
      BatchCursor cursor = segment.cursor(0, segment.sizeInBytes());
      while (cursor.next()) {
        bases.add(cursor.baseOffset());
      }
    }
    return bases;
  }

  @Test
  void keepsTheSequenceOfAProducerWhoseRecordsAreAllSuperseded() throws Exception {
    try (TestLog test = create()) {
      ByteBuf first = Unpooled.directBuffer();
      new RecordBatchBuilder(first)
          .producer(5, (short) 0, 0, false)
          .append(TestLog.NOW, bytes("a"), bytes("1"))
          .append(TestLog.NOW, bytes("a"), bytes("2"))
          .finish();
      test.append(first.retain());
      put(test, "a", "3");
      test.log.roll(nowMs);
      compact(test);
      assertEquals(List.of("2:3"), test.readAll());
      test.log.close();
      ProducerSnapshot.list(test.directory).values().forEach(ProducerSnapshot::delete);
      test.crash();
      AppendResult again = test.append(first);
      assertTrue(again.duplicate());
      assertEquals(0, again.firstOffset());
    } finally {
      bench.close();
    }
  }

  @Test
  void goesOnWhereAFullMapHasEndedThePass() throws Exception {
    CleanerBench small =
        new CleanerBench(
            new CleanerBench.Share(10 * OffsetMap.ENTRY_BYTES, 0.9, 1000), n -> {}, () -> false);
    try (TestLog test = create("segment.bytes", "400")) {
      for (int i = 0; i < 40; i++) {
        put(test, "old", "x" + i, "k" + i, "v" + i);
      }
      test.log.roll(nowMs);
      int passes = 0;
      Cleanable range = Cleanable.of(test.log.view(), test.config, nowMs);
      while (range.dirtyBytes() > 0) {
        try (Compaction compaction = Compaction.begin(test.log, test.config, range, small, nowMs)) {
          while (compaction.hasNext()) {
            test.log.replace(compaction.cleanNext(test.log.lastRecords()), nowMs);
          }
          assertTrue(compaction.endOffset() > range.firstDirtyOffset(), "a pass makes progress");
          test.log.onCleaned(compaction);
        }
        range = Cleanable.of(test.log.view(), test.config, nowMs);
        passes++;
      }
      assertTrue(passes > 3, "passes: " + passes);
      assertEquals(41, test.readAll().size());
      assertTrue(test.readAll().contains("78:x39"));
    } finally {
      small.close();
    }
  }

  @Test
  void leavesALogAloneThatWasCutMeanwhile() throws Exception {
    try (TestLog test = create()) {
      put(test, "a", "1");
      put(test, "a", "2");
      test.log.roll(nowMs);
      put(test, "b", "1");
      Cleanable range = Cleanable.of(test.log.view(), test.config, nowMs);
      try (Compaction compaction = Compaction.begin(test.log, test.config, range, bench, nowMs)) {
        Compaction.Cleaned cleaned = compaction.cleanNext(test.log.lastRecords());
        test.log.truncateTo(1, nowMs);
        put(test, "c", "1");
        test.log.roll(nowMs);
        assertFalse(test.log.replace(cleaned, nowMs), "its source is the same segment, but cut");
        cleaned.discard();
        assertFalse(test.log.onCleaned(compaction));
      }
      assertEquals(List.of("0:1", "1:1"), test.readAll());
      Cleanable stale = range;
      assertThrows(
          CompactionStoppedException.class,
          () -> Compaction.begin(test.log, test.config, stale, bench, nowMs));
    } finally {
      bench.close();
    }
  }

  @Test
  void leavesALogAloneThatHasChangedMeanwhile() throws Exception {
    try (TestLog test = create("cleanup.policy", "compact,delete", "retention.ms", "1000")) {
      put(test, "a", "1", "a", "2");
      test.log.roll(nowMs);
      put(test, "b", "3");
      Cleanable range = Cleanable.of(test.log.view(), test.config, nowMs);
      try (Compaction compaction = Compaction.begin(test.log, test.config, range, bench, nowMs)) {
        Compaction.Cleaned cleaned = compaction.cleanNext(test.log.lastRecords());
        test.log.advanceLogStart(2, nowMs);
        assertFalse(test.log.replace(cleaned, nowMs));
        cleaned.discard();
      }
      assertEquals(List.of("2:3"), test.readAll());
      assertTrue(test.files().stream().noneMatch(name -> name.contains(SegmentFiles.CLEANED)));
    } finally {
      bench.close();
    }
  }

  @Test
  void aCrashBetweenAnyTwoRenamesLosesAndDuplicatesNothing() throws Exception {
    for (int died = 0; died <= 8; died++) {
      Path here = Files.createDirectory(root.resolve("died-" + died));
      List<String> overrides = List.of("cleanup.policy", "compact", "segment.bytes", "200");
      try (TestLog test = TestLog.create(here, overrides.toArray(new String[0]))) {
        for (int i = 0; i < 6; i++) {
          put(test, "a", "a" + i, "k" + i, "v" + i);
        }
        test.log.roll(nowMs);
        put(test, "z", "last");
        List<String> compacted = new ArrayList<>(test.readAll());
        compacted.removeIf(record -> record.contains(":a") && !record.endsWith(":a5"));
        Cleanable range = Cleanable.of(test.log.view(), test.config, nowMs);
        List<String> before = test.readAll();
        try (Compaction compaction =
            Compaction.begin(
                test.log, TestLog.config("segment.bytes", "1000000"), range, bench, nowMs)) {
          Compaction.Cleaned cleaned = compaction.cleanNext(test.log.lastRecords());
          assertEquals(8, renames(cleaned).size());
          renames(cleaned).subList(0, died).forEach(Runnable::run);
          cleaned.segment().release();
        }
        test.crash();
        assertEquals(died == 0 ? before : compacted, test.readAll(), "died at rename " + died);
        assertTrue(
            test.files().stream().noneMatch(name -> name.matches(".*(cleaned|swap|deleted)")),
            () -> "left behind");
        test.appendValues(TestLog.NOW, "goes on");
      }
    }
    bench.close();
  }

  /** What happens to the names of log files when a compaction ends, in its order. */
  private static List<Runnable> renames(Compaction.Cleaned cleaned) {
    List<Runnable> renames = new ArrayList<>();
    renames.add(() -> cleaned.segment().renameTo(SegmentFiles.SWAP));
    for (Segment source : cleaned.sources()) {
      renames.add(() -> SegmentFiles.rename(source.path(), Path.of(source.path() + ".deleted")));
      renames.add(() -> source.deleteFiles());
    }
    renames.add(() -> cleaned.segment().renameTo(""));
    return renames;
  }

  @Test
  void aReaderThatHoldsAnOldViewReadsTheCompactedLog() throws Exception {
    try (TestLog test = create("file.delete.delay.ms", "0")) {
      put(test, "a", "1", "a", "2");
      test.log.roll(nowMs);
      LogView old = test.log.view();
      compact(test);
      test.deletions.run(nowMs);
      LogRead read = old.read(0, 1000, Isolation.LOG_END, true);
      assertEquals(ErrorCode.NONE, read.error());
      LogSlice slice = read.slice();
      assertNotNull(slice);
      slice.release();
      FoundOffset found = old.offsetForTimestamp(TestLog.NOW);
      assertNotNull(found);
      assertEquals(1, found.offset());
    } finally {
      bench.close();
    }
  }

  @Test
  void compactsMessageSetsOfOldMagicWithoutChangingIt() throws Exception {
    Path directory = Files.createDirectories(root.resolve(TestLog.PARTITION.toString()));
    ByteArrayOutputStream segment = new ByteArrayOutputStream();
    List<String> expected = new ArrayList<>();
    long offset = 0;
    for (int magic = 0; magic <= 1; magic++) {
      for (CompressionType type : List.of(CompressionType.NONE, CompressionType.GZIP)) {
        MemoryRecords records =
            MemoryRecords.withRecords(
                (byte) magic,
                offset,
                org.apache.kafka.common.compress.Compression.of(type).build(),
                TimestampType.CREATE_TIME,
                new SimpleRecord(TestLog.NOW, bytes("same"), bytes("old")),
                new SimpleRecord(TestLog.NOW, bytes("k" + offset), bytes("v")),
                new SimpleRecord(TestLog.NOW, bytes("same"), bytes("new")));
        byte[] bytes = new byte[records.sizeInBytes()];
        records.buffer().duplicate().get(bytes);
        segment.write(bytes);
        expected.add(magic + " " + (offset + 1) + " k" + offset);
        offset += 3;
      }
    }
    expected.add("1 " + (offset - 1) + " same");
    Files.write(directory.resolve("00000000000000000000.log"), segment.toByteArray());
    try (TestLog test = create()) {
      test.log.updateHighWatermark(offset);
      test.log.roll(nowMs);
      compact(test);
      List<String> left = new ArrayList<>();
      Path first = directory.resolve("00000000000000000000.log");
      try (FileRecords records = FileRecords.open(first.toFile())) {
        for (RecordBatch batch : records.batches()) {
          batch.ensureValid();
          for (org.apache.kafka.common.record.internal.Record record : batch) {
            byte[] key = new byte[record.keySize()];
            record.key().get(key);
            left.add(
                batch.magic()
                    + " "
                    + record.offset()
                    + " "
                    + new String(key, StandardCharsets.UTF_8));
          }
        }
      }
      assertEquals(expected, left);
    } finally {
      bench.close();
    }
  }

  @Test
  void stopsWhenItIsToldToAndLeavesNothingBehind() throws Exception {
    try (TestLog test = create()) {
      put(test, "a", "1", "a", "2");
      test.log.roll(nowMs);
      List<String> files = test.files();
      CleanerBench stopping = new CleanerBench(SHARE, n -> {}, () -> true);
      Cleanable range = Cleanable.of(test.log.view(), test.config, nowMs);
      assertThrows(
          CompactionStoppedException.class,
          () -> Compaction.begin(test.log, test.config, range, stopping, nowMs));
      assertEquals(files, test.files());
      assertEquals(2, test.readAll().size());
    } finally {
      bench.close();
    }
  }
}
