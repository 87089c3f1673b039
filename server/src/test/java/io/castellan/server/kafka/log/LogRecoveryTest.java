package io.castellan.server.kafka.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.record.ControlRecord;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.server.storage.StorageException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a log after crashes and damage of every kind. */
class LogRecoveryTest {
  private static final String FIRST = "00000000000000000000";

  private final Path root;

  LogRecoveryTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void cutsALastSegmentThatEndsAtAnyByteToItsLastWholeBatch() throws Exception {
    try (TestLog test =
        TestLog.create(root, "segment.bytes", "500", "index.interval.bytes", "50")) {
      List<String> all = new ArrayList<>();
      for (int i = 0; i < 17; i++) {
        test.appendValues(TestLog.NOW + i, "a" + i, "b" + i);
        all.add(2 * i + ":a" + i);
        all.add(2 * i + 1 + ":b" + i);
      }
      assertTrue(test.log.view().segmentCount() > 2);
      Path last = lastSegment(test);
      byte[] bytes = Files.readAllBytes(last);
      int base = Integer.parseInt(last.getFileName().toString().substring(0, 20));
      int batchBytes = bytes.length / ((34 - base) / 2);
      assertEquals(0, bytes.length % batchBytes);
      for (int length = bytes.length; length >= 0; length--) {
        test.log.abandon();
        Files.write(last, Arrays.copyOf(bytes, length));
        test.crash();
        int survivors = base + 2 * (length / batchBytes);
        assertEquals(survivors, test.log.logEndOffset(), "cut at " + length);
        assertEquals(all.subList(0, survivors), test.readAll(), "cut at " + length);
        assertEquals(length - length % batchBytes, Files.size(last));
      }
      assertEquals(base, test.appendValues(TestLog.NOW, "on it goes"));
    }
  }

  @Test
  void zerosAreNoLostPagesInABatchThatIsWhole() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      test.appendValues(TestLog.NOW, "one");
      long at = Files.size(lastSegment(test));
      test.appendValues(TestLog.NOW, "\0".repeat(20_000));
      test.appendValues(TestLog.NOW, "three");
      byte[] bytes = Files.readAllBytes(lastSegment(test));
      bytes[(int) at + 7] = 0; // its offset was 1
      Files.write(lastSegment(test), bytes);
      StorageException refused = assertThrows(StorageException.class, test::crash);
      assertTrue(
          String.valueOf(refused.getMessage()).contains("records follow"), refused.getMessage());
      assertArrayEquals(bytes, Files.readAllBytes(lastSegment(test)));
    }
  }

  @Test
  void noFlippedByteIsEverServed() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (TestLog test =
        TestLog.create(root, "segment.bytes", "700", "index.interval.bytes", "50")) {
      for (int i = 0; i < 30; i++) {
        test.appendValues(TestLog.NOW + i, "v" + i + "x".repeat(random.nextInt(40)));
      }
      List<String> all = test.readAll();
      List<Path> files = new ArrayList<>();
      for (String name : test.files()) {
        if (name.endsWith(".log")) {
          files.add(test.directory.resolve(name));
        }
      }
      test.log.abandon();
      int refused = 0;
      int cut = 0;
      for (int round = 0; round < 300; round++) {
        Path file = files.get(random.nextInt(files.size()));
        byte[] good = Files.readAllBytes(file);
        byte[] bad = good.clone();
        int at = random.nextInt(bad.length);
        bad[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bad);
        try {
          test.crash();
          List<String> left = test.readAll();
          // Bytes outside the checksum change an offset at most, and only where order still allows
          // it: what is there is intact.
          assertTrue(left.size() <= all.size(), "seed " + seed);
          if (left.size() < all.size()) {
            cut++;
          }
          test.log.abandon();
        } catch (StorageException e) {
          assertTrue(
              e.getMessage() != null && e.getMessage().contains(file.toString()),
              () -> "names the file: " + e.getMessage());
          refused++;
        }
        Files.write(file, good);
        for (Path index : indexes(test)) {
          Files.delete(index);
        }
      }
      assertTrue(refused > 100 && cut > 0, "seed " + seed + " refused " + refused + " cut " + cut);
      test.crash();
      assertEquals(all, test.readAll(), "seed " + seed);
    }
  }

  @Test
  void damageInTheMiddleIsRefusedNamingFileAndPosition() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      for (int i = 0; i < 5; i++) {
        test.appendValues(TestLog.NOW, "value " + i);
      }
      test.log.abandon();
      Path file = test.directory.resolve(FIRST + ".log");
      byte[] bytes = Files.readAllBytes(file);
      int batchBytes = bytes.length / 5;
      bytes[2 * batchBytes + 70] ^= 1;
      Files.write(file, bytes);
      StorageException e = assertThrows(StorageException.class, test::crash);
      assertTrue(
          e.getMessage() != null
              && e.getMessage().contains(file + " at position " + 2 * batchBytes),
          () -> String.valueOf(e.getMessage()));
      assertArrayEquals(bytes, Files.readAllBytes(file), "nothing is changed in what is refused");
    }
  }

  @Test
  void aPreallocatedTailOfZerosIsCut() throws Exception {
    try (TestLog test = TestLog.create(root, "segment.bytes", "100000", "preallocate", "true")) {
      test.log.roll(TestLog.NOW);
      test.appendValues(TestLog.NOW, "a");
      test.log.roll(TestLog.NOW);
      test.appendValues(TestLog.NOW, "b");
      Path file = lastSegment(test);
      assertEquals(100000, Files.size(file));
      test.crash();
      assertEquals(List.of("0:a", "1:b"), test.readAll());
      assertTrue(Files.size(file) < 200);
      assertEquals(2, test.appendValues(TestLog.NOW, "c"));
    }
  }

  @Test
  void missingAndGarbledIndexesAreMadeAnew() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (TestLog test =
        TestLog.create(root, "segment.bytes", "2000", "index.interval.bytes", "50")) {
      for (int i = 0; i < 100; i++) {
        test.appendValues(TestLog.NOW + i, "v" + i);
      }
      List<String> all = test.readAll();
      for (int round = 0; round < 40; round++) {
        test.log.close();
        byte[] sound = Files.readAllBytes(test.directory.resolve(FIRST + ".index"));
        byte[] soundTime = Files.readAllBytes(test.directory.resolve(FIRST + ".timeindex"));
        String suffix = random.nextBoolean() ? ".index" : ".timeindex";
        Path index = test.directory.resolve(FIRST + suffix);
        switch (random.nextInt(3)) {
          case 0 -> Files.delete(index);
          case 1 -> Files.write(index, new byte[10485760 / 24 * 24]);
          default -> Files.write(index, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        }
        test.restart();
        assertEquals(all, test.readAll(), "seed " + seed);
        for (int i = 0; i < 100; i++) {
          FoundOffset found = test.log.view().offsetForTimestamp(TestLog.NOW + i);
          assertNotNull(found);
          assertEquals(i, found.offset(), "seed " + seed);
        }
        assertArrayEquals(
            sound, Files.readAllBytes(test.directory.resolve(FIRST + ".index")), "seed " + seed);
        assertArrayEquals(
            soundTime,
            Files.readAllBytes(test.directory.resolve(FIRST + ".timeindex")),
            "seed " + seed);
      }
    }
  }

  @Test
  void abortedTransactionsAreFoundAgainWhenTheirIndexIsLost() throws Exception {
    try (TestLog test = TestLog.create(root, "segment.bytes", "400")) {
      for (int i = 0; i < 6; i++) {
        test.append(TestLog.produced(7, 0, i, true, "t" + i));
        ByteBuf marker = Unpooled.directBuffer();
        new RecordBatchBuilder(marker)
            .producer(7, (short) 0, -1, true)
            .marker(TestLog.NOW, new ControlRecord(ControlRecord.Type.ABORT, 0))
            .finish();
        assertTrue(test.log.append(marker, 0, TestLog.NOW, AppendOrigin.COORDINATOR).isAppended());
        marker.release();
        test.log.updateHighWatermark(test.log.logEndOffset());
      }
      List<AbortedTxn> aborted = aborted(test);
      assertEquals(6, aborted.size());
      test.log.close();
      for (String name : test.files()) {
        if (name.endsWith("index")) {
          Files.delete(test.directory.resolve(name));
        }
      }
      test.restart();
      assertEquals(aborted, aborted(test));
      test.crash();
      assertEquals(aborted, aborted(test));
    }
  }

  private static List<AbortedTxn> aborted(TestLog test) {
    List<AbortedTxn> found = new ArrayList<>();
    for (long at = 0; at < test.log.logEndOffset(); at += 2) {
      LogSlice slice = test.log.view().read(at, 1, Isolation.COMMITTED, true).slice();
      assertNotNull(slice);
      for (AbortedTxn txn : test.log.view().abortedTxns(at, slice)) {
        if (!found.contains(txn)) {
          found.add(txn);
        }
      }
      slice.release();
    }
    return found;
  }

  @Test
  void tidiesUpWhatACrashHasLeftBehind() throws Exception {
    try (TestLog test = TestLog.create(root, "segment.bytes", "500")) {
      for (int i = 0; i < 12; i++) {
        test.appendValues(TestLog.NOW, "v" + i);
      }
      List<String> all = test.readAll();
      test.log.close();
      byte[] first = Files.readAllBytes(test.directory.resolve(FIRST + ".log"));
      for (String leftover :
          List.of(
              FIRST + ".log.deleted",
              "00000000000000000002.index.deleted",
              "00000000000000000099.timeindex",
              FIRST + ".log.cleaned",
              FIRST + ".index.cleaned")) {
        Files.write(test.directory.resolve(leftover), first);
      }
      // An output of the compaction whose other output had not been renamed yet: undone.
      Files.write(
          test.directory.resolve(FIRST + ".log.swap"), "rubbish".getBytes(StandardCharsets.UTF_8));
      test.restart();
      assertEquals(all, test.readAll());
      for (String name : test.files()) {
        assertFalse(
            name.endsWith(".deleted")
                || name.endsWith(".cleaned")
                || name.endsWith(".swap")
                || name.contains("99."),
            name);
      }
      // One that had ended takes the place of what it was made of, whatever that looks like.
      test.log.close();
      Files.move(
          test.directory.resolve(FIRST + ".log"), test.directory.resolve(FIRST + ".log.swap"));
      Files.write(
          test.directory.resolve(FIRST + ".log"), "rubbish".getBytes(StandardCharsets.UTF_8));
      test.restart();
      assertEquals(all, test.readAll());
    }
  }

  @Test
  void theLogStartsWhereItsCheckpointSays() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      test.appendValues(TestLog.NOW, "a", "b", "c");
      test.log.advanceLogStart(2, TestLog.NOW);
      assertEquals(2, test.log.positions().logStartOffset());
      test.restart();
      assertEquals(List.of("2:c"), test.readAll());
      test.log.close();
      test.log =
          new PartitionLog(
              LogRecovery.open(
                  TestLog.PARTITION,
                  test.directory,
                  test.config,
                  new LogRecovery.Checkpoints(true, 0, 50, -1),
                  LogRecovery.Progress.SILENT,
                  TestLog.NOW),
              test.config,
              test.deletions,
              () -> {});
      assertEquals(50, test.log.logStartOffset());
      assertEquals(50, test.appendValues(TestLog.NOW, "d"));
    }
  }

  @Test
  void leaderEpochsSurviveACrashWithTheirRecords() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      for (int epoch = 3; epoch < 9; epoch += 2) {
        test.log.becomeLeader(epoch);
        test.append(TestLog.batch(TestLog.NOW, "v" + epoch), epoch);
      }
      test.log.becomeLeader(20);
      assertEquals(20, test.log.view().latestLeaderEpoch());
      test.crash();
      // Nothing was written under it, and nobody was told of it.
      assertEquals(7, test.log.view().latestLeaderEpoch());
      assertEquals(new LeaderEpochs.Entry(3, 1), test.log.view().endOffsetForEpoch(4));
      test.restart();
      assertEquals(new LeaderEpochs.Entry(5, 2), test.log.view().endOffsetForEpoch(6));
      assertEquals(
          "0\n3\n3 0\n5 1\n7 2\n",
          Files.readString(test.directory.resolve(LeaderEpochs.FILE), StandardCharsets.UTF_8));
    }
  }

  private static List<Path> indexes(TestLog test) throws IOException {
    return test.files().stream()
        .filter(name -> name.endsWith("index"))
        .map(test.directory::resolve)
        .toList();
  }

  private static Path lastSegment(TestLog test) throws IOException {
    String last = "";
    for (String name : test.files()) {
      last = name.endsWith(".log") ? name : last;
    }
    return test.directory.resolve(last);
  }
}
