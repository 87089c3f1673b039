package io.castellan.server.kafka.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.simulation.files.FaultyDisk;
import io.castellan.server.simulation.files.FileOperation;
import io.castellan.server.simulation.files.FileOperation.Kind;
import io.castellan.server.storage.StorageException;
import io.netty.buffer.ByteBuf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that runs full and has room again, at any write of a log. */
class FullDiskTest {
  @TempDir Path root;

  @RepeatedTest(5)
  void whatFindsNoRoomLeavesNothingBehind() throws Exception {
    long seed = Long.getLong("castellan.seed", System.nanoTime());
    Random random = new Random(seed);
    FaultyDisk disk = FaultyDisk.over(root);
    List<String> accepted = new ArrayList<>();
    int[] sequences = new int[3];
    int refused = 0;
    try (TestLog test =
        TestLog.create(disk.root(), "segment.bytes", "1500", "index.interval.bytes", "100")) {
      for (int i = 0; i < 300; i++) {
        disk.heal();
        if (random.nextInt(3) == 0) {
          disk.leaveRoom(random.nextInt(400));
        }
        List<String> staged = new ArrayList<>();
        int[] before = sequences.clone();
        List<ByteBuf> buffers = new ArrayList<>();
        try {
          for (int j = random.nextInt(3); j >= 0; j--) {
            int producer = random.nextInt(3);
            String value = i + "." + j + " " + "x".repeat(random.nextInt(150));
            ByteBuf batch = TestLog.produced(producer, 0, sequences[producer]++, false, value);
            buffers.add(batch);
            AppendResult result = test.log.stage(batch, 0, TestLog.NOW, AppendOrigin.CLIENT);
            assertEquals(ErrorCode.NONE, result.error(), () -> result.message() + " seed " + seed);
            staged.add(result.firstOffset() + ":" + value);
          }
          test.log.commit(TestLog.NOW);
          accepted.addAll(staged);
        } catch (StorageException full) {
          assertTrue(full.isFull(), () -> full + " seed " + seed);
          refused++;
          // A roll may have written the first of them: those are in the log, though nobody was
          // told.
          long kept = test.log.logEndOffset() - accepted.size();
          accepted.addAll(staged.subList(0, (int) kept));
          sequences = recount(before, test);
        } finally {
          buffers.forEach(ByteBuf::release);
        }
        assertEquals(accepted, test.readAll(), "seed " + seed);
      }
      disk.heal();
      assertTrue(refused > 10, "refused " + refused + " seed " + seed);
      assertEquals(0, test.log.view().truncations(), "nobody had seen what was undone");
      test.crash();
      assertEquals(accepted, test.readAll(), "seed " + seed);
      test.appendValues(TestLog.NOW, "more");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".log", ".index", ".timeindex"})
  void aRollThatFailsLeavesNoFileThatHidesWhatComesNext(String missing) throws Exception {
    FaultyDisk disk = FaultyDisk.over(root);
    try (TestLog test = TestLog.create(disk.root(), "segment.bytes", "1000")) {
      test.appendValues(TestLog.NOW, "x".repeat(500));
      disk.failNth(1, FileOperation.of(Kind.CREATE, missing), FaultyDisk.NO_SPACE);
      ByteBuf large = TestLog.batch(TestLog.NOW, "y".repeat(500));
      assertThrows(
          StorageException.class,
          () -> test.log.append(large, 0, TestLog.NOW, AppendOrigin.CLIENT));
      large.release();
      assertEquals(1, test.appendValues(TestLog.NOW, "fits into the old one"));
      assertEquals(2, test.appendValues(TestLog.NOW, "and so does this"));
      List<String> accepted = test.readAll();
      assertEquals(
          List.of("00000000000000000000.log"),
          test.files().stream().filter(name -> name.endsWith(".log")).toList());
      test.crash();
      assertEquals(accepted, test.readAll());
      test.restart();
      assertEquals(accepted, test.readAll());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEmptySegmentThatHidesRecordsIsDropped(boolean clean) throws Exception {
    try (TestLog test = TestLog.create(root)) {
      for (int i = 0; i < 4; i++) {
        test.appendValues(TestLog.NOW, "v" + i);
      }
      List<String> accepted = test.readAll();
      if (clean) {
        test.log.close();
      }
      Path hiding = test.directory.resolve("00000000000000000002.log");
      Files.createFile(hiding);
      if (clean) {
        test.restart();
      } else {
        test.crash();
      }
      assertFalse(Files.exists(hiding));
      assertEquals(accepted, test.readAll());
      assertEquals(4, test.appendValues(TestLog.NOW, "more"));
    }
  }

  @Test
  void retentionMakesRoomWhereThereIsNoneForAnotherSegment() throws Exception {
    FaultyDisk disk = FaultyDisk.over(root);
    try (TestLog test =
        TestLog.create(disk.root(), "segment.bytes", "300", "retention.ms", "1000")) {
      for (int i = 0; i < 5; i++) {
        test.appendValues(TestLog.NOW, "x".repeat(200));
      }
      disk.failWhen(FileOperation.of(Kind.CREATE), FaultyDisk.NO_SPACE);
      assertThrows(StorageException.class, () -> test.log.applyRetention(TestLog.NOW + 1_000_000));
      assertEquals(4, test.log.logStartOffset());
      assertEquals(List.of("4:" + "x".repeat(200)), test.readAll());
      disk.heal();
      assertEquals(1, test.log.applyRetention(TestLog.NOW + 1_000_000));
      assertEquals(5, test.log.logStartOffset());
    }
  }

  /** The sequences that the log expects next. */
  private static int[] recount(int[] before, TestLog test) {
    int[] next = before.clone();
    for (ActiveProducer producer : test.log.activeProducers()) {
      next[(int) producer.producerId()] = producer.lastSequence() + 1;
    }
    return next;
  }
}
