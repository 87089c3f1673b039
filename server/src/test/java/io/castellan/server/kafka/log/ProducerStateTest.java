package io.castellan.server.kafka.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.ControlRecord;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Idempotence and transactions, as one partition sees them (KIP-98). */
class ProducerStateTest {
  private final Path root;

  ProducerStateTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void aBatchSentAgainIsNotAppendedAgain() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      for (int i = 0; i < 7; i++) {
        assertEquals(
            2L * i,
            test.append(TestLog.produced(9, 0, 2 * i, false, "a" + i, "b" + i)).firstOffset());
      }
      for (int round = 0; round < 2; round++) {
        AppendResult again = test.append(TestLog.produced(9, 0, 12, false, "a6", "b6"));
        assertTrue(again.isAppended());
        assertTrue(again.duplicate());
        assertEquals(12, again.firstOffset());
        assertEquals(13, again.lastOffset());
        test.crash();
      }
      assertEquals(14, test.log.logEndOffset());
      // Five batches are remembered, not six.
      assertTrue(test.append(TestLog.produced(9, 0, 4, false, "a2", "b2")).duplicate());
      assertEquals(
          ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
          test.append(TestLog.produced(9, 0, 2, false, "a1", "b1")).error());
    }
  }

  @Test
  void sequencesAreWithoutGapsAndEpochsOnlyGrow() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      // KIP-360: what nothing is known of may begin anywhere.
      assertTrue(test.append(TestLog.produced(9, 3, 100, false, "a", "b")).isAppended());
      assertEquals(
          ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
          test.append(TestLog.produced(9, 3, 103, false, "x")).error());
      assertTrue(test.append(TestLog.produced(9, 3, 102, false, "c")).isAppended());
      assertEquals(
          ErrorCode.INVALID_PRODUCER_EPOCH,
          test.append(TestLog.produced(9, 2, 103, false, "x")).error());
      assertEquals(
          ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
          test.append(TestLog.produced(9, 4, 103, false, "x")).error());
      assertTrue(test.append(TestLog.produced(9, 4, 0, false, "d")).isAppended());
      assertEquals(List.of("0:a", "1:b", "2:c", "3:d"), test.readAll());
    }
  }

  @Test
  void sequencesWrap() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      assertTrue(
          test.append(TestLog.produced(9, 0, Integer.MAX_VALUE - 1, false, "a", "b", "c", "d"))
              .isAppended());
      assertTrue(
          test.append(TestLog.produced(9, 0, Integer.MAX_VALUE - 1, false, "a", "b", "c", "d"))
              .duplicate());
      assertTrue(test.append(TestLog.produced(9, 0, 2, false, "e")).isAppended());
      test.restart();
      assertTrue(test.append(TestLog.produced(9, 0, 3, false, "f")).isAppended());
    }
  }

  @Test
  void idleProducersAreForgottenUnlessATransactionIsOpen() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      test.append(TestLog.produced(1, 0, 0, false, "a"));
      test.append(TestLog.produced(2, 0, 0, true, "b"));
      assertEquals(0, test.log.expireProducers(TestLog.NOW + 99, 100));
      assertEquals(1, test.log.expireProducers(TestLog.NOW + 100, 100));
      assertTrue(test.append(TestLog.produced(1, 0, 77, false, "c")).isAppended());
      assertEquals(
          ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
          test.append(TestLog.produced(2, 0, 77, true, "d")).error());
    }
  }

  @Test
  void committedReadersWaitForTheFirstOpenTransaction() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      test.append(TestLog.produced(-1, -1, -1, false, "plain"));
      test.append(TestLog.produced(1, 0, 0, true, "one"));
      test.append(TestLog.produced(2, 0, 0, true, "two"));
      assertEquals(1, test.log.view().lastStableOffset());
      assertEquals(
          ErrorCode.INVALID_TXN_STATE,
          test.append(TestLog.produced(2, 0, 1, false, "not in it")).error());
      end(test, 2, ControlRecord.Type.COMMIT, 0);
      assertEquals(1, test.log.view().lastStableOffset());
      end(test, 1, ControlRecord.Type.ABORT, 0);
      assertEquals(5, test.log.view().lastStableOffset());
      for (int round = 0; round < 3; round++) {
        LogSlice slice = test.log.view().read(0, 10_000, Isolation.COMMITTED, true).slice();
        assertNotNull(slice);
        assertEquals(List.of(new AbortedTxn(1, 1, 4, 5)), test.log.view().abortedTxns(0, slice));
        slice.release();
        if (round == 0) {
          test.crash();
        } else {
          test.restart();
        }
        assertEquals(5, test.log.view().lastStableOffset());
      }
      assertEquals(34, Files.size(test.directory.resolve("00000000000000000000.txnindex")));
    }
  }

  @Test
  void aTransactionIsStableOnlyOnceItsMarkerIsReplicated() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      test.append(TestLog.produced(1, 0, 0, true, "one"));
      ByteBuf marker = marker(1, ControlRecord.Type.COMMIT, 0);
      assertTrue(test.log.append(marker, 0, TestLog.NOW, AppendOrigin.COORDINATOR).isAppended());
      marker.release();
      assertEquals(0, test.log.view().lastStableOffset());
      test.log.updateHighWatermark(2);
      assertEquals(2, test.log.view().lastStableOffset());
    }
  }

  @Test
  void anOlderCoordinatorIsFenced() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      test.append(TestLog.produced(1, 0, 0, true, "one"));
      end(test, 1, ControlRecord.Type.COMMIT, 5);
      ByteBuf marker = marker(1, ControlRecord.Type.ABORT, 4);
      assertEquals(
          ErrorCode.TRANSACTION_COORDINATOR_FENCED,
          test.log.append(marker, 0, TestLog.NOW, AppendOrigin.COORDINATOR).error());
      marker.release();
    }
  }

  @Test
  void aDamagedSnapshotIsPassedOverAndReplayed() throws Exception {
    try (TestLog test = TestLog.create(root, "segment.bytes", "300")) {
      for (int i = 0; i < 10; i++) {
        test.append(TestLog.produced(9, 0, i, false, "v" + i));
      }
      test.log.close();
      for (String name : test.files()) {
        if (name.endsWith(".snapshot")) {
          byte[] bytes = Files.readAllBytes(test.directory.resolve(name));
          bytes[bytes.length - 1] ^= 1;
          Files.write(test.directory.resolve(name), bytes);
        }
      }
      test.restart();
      assertTrue(test.append(TestLog.produced(9, 0, 9, false, "v9")).duplicate());
      assertTrue(test.append(TestLog.produced(9, 0, 10, false, "v10")).isAppended());
      assertFalse(test.files().contains("00000000000000000003.snapshot.tmp"));
    }
  }

  private static void end(
      TestLog test, long producerId, ControlRecord.Type type, int coordinatorEpoch) {
    ByteBuf marker = marker(producerId, type, coordinatorEpoch);
    assertTrue(test.log.append(marker, 0, TestLog.NOW, AppendOrigin.COORDINATOR).isAppended());
    marker.release();
    test.log.updateHighWatermark(test.log.logEndOffset());
  }

  private static ByteBuf marker(long producerId, ControlRecord.Type type, int coordinatorEpoch) {
    ByteBuf buf = Unpooled.directBuffer();
    new RecordBatchBuilder(buf)
        .producer(producerId, (short) 0, -1, true)
        .marker(TestLog.NOW, new ControlRecord(type, coordinatorEpoch))
        .finish();
    return buf;
  }
}
