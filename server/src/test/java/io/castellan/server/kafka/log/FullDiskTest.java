package io.castellan.server.kafka.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.simulation.files.FaultyDisk;
import io.castellan.server.storage.StorageException;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

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
      test.crash();
      assertEquals(accepted, test.readAll(), "seed " + seed);
      test.appendValues(TestLog.NOW, "more");
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
