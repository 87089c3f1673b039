package io.castellan.server.kafka.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of stock brokers, read; and ours, read by the stock classes. */
class StockFilesTest {
  private static final String FIRST = "00000000000000000000";

  private final Path root;

  StockFilesTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void aSnapshotOfABrokerIsReadAndWrittenAlike() throws Exception {
    // Written by a 3.4.1 broker.
    byte[] bytes =
        HexFormat.of()
            .parseHex(
                "000195b2872b000000010000000000000000000000000059000000000000005900000008000001a1fc7630a1ffffffffffffffffffffffff");
    Path file = root.resolve(FIRST.substring(2) + "90.snapshot");
    Files.write(file, bytes);
    ProducerStates producers = new ProducerStates("topic-0");
    assertNull(ProducerSnapshot.read(file, producers));
    ProducerState producer = producers.get(0);
    assertNotNull(producer);
    assertEquals(89, producer.lastSequence());
    assertEquals(0x1a1fc7630a1L, producer.lastTimestamp);
    assertEquals(-1, producer.coordinatorEpoch);
    ProducerState.Batch last = producer.last();
    assertNotNull(last);
    assertEquals(81, last.firstSequence());
    assertEquals(81, last.firstOffset());
    Path again = ProducerSnapshot.write(root, 90, producers, true);
    assertEquals(file, again);
    assertEquals(
        HexFormat.of().formatHex(bytes), HexFormat.of().formatHex(Files.readAllBytes(again)));
  }

  @Test
  void segmentsWithEveryCodecAndMessageSetsOfOldMagicAreOpened() throws Exception {
    ByteArrayOutputStream segment = new ByteArrayOutputStream();
    long offset = 0;
    List<Long> lastOffsets = new ArrayList<>();
    for (int magic = 0; magic <= 2; magic++) {
      for (CompressionType type : CompressionType.values()) {
        if (magic == 2 || type != CompressionType.ZSTD) {
          MemoryRecords records =
              MemoryRecords.withRecords(
                  (byte) magic,
                  offset,
                  Compression.of(type).build(),
                  TimestampType.CREATE_TIME,
                  stockRecords(offset));
          for (MutableRecordBatch batch : records.batches()) {
            lastOffsets.add(batch.lastOffset());
          }
          byte[] bytes = new byte[records.sizeInBytes()];
          records.buffer().duplicate().get(bytes);
          segment.write(bytes);
          offset += 3;
        }
      }
    }
    Path directory = Files.createDirectories(root.resolve(TestLog.PARTITION.toString()));
    Files.write(directory.resolve(FIRST + ".log"), segment.toByteArray());
    try (TestLog test = TestLog.create(root)) {
      assertEquals(offset, test.log.logEndOffset());
      byte[] all = read(test, 0);
      assertEquals(HexFormat.of().formatHex(segment.toByteArray()), HexFormat.of().formatHex(all));
      for (long at = 0; at < offset; at++) {
        long wanted = at;
        long found = first(read(test, at)).lastOffset();
        assertEquals(
            lastOffsets.stream().filter(last -> last >= wanted).findFirst().orElseThrow(), found);
      }
      // The first of magic 1: magic 0 has no timestamps.
      FoundOffset byTime = test.log.view().offsetForTimestamp(1);
      assertNotNull(byTime);
      assertEquals(TestLog.NOW + 12, byTime.timestamp());
      assertEquals(12, byTime.offset());
      test.restart();
      assertEquals(offset, test.appendValues(TestLog.NOW, "ours"));
      test.crash();
      assertEquals(offset + 1, test.log.logEndOffset());
    }
  }

  @Test
  void ourSegmentsAreReadByTheStockClasses() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      int count = 0;
      for (io.castellan.kafka.protocol.record.Compression codec :
          io.castellan.kafka.protocol.record.Compression.values()) {
        test.append(TestLog.batch(codec, TestLog.NOW + count, "a" + count, "b" + count), 4);
        count += 2;
      }
      test.restart();
      byte[] file = Files.readAllBytes(test.directory.resolve(FIRST + ".log"));
      long next = 0;
      for (MutableRecordBatch batch :
          MemoryRecords.readableRecords(ByteBuffer.wrap(file)).batches()) {
        batch.ensureValid();
        assertEquals(next, batch.baseOffset());
        assertEquals(4, batch.partitionLeaderEpoch());
        assertEquals(TestLog.NOW + next, batch.maxTimestamp());
        List<String> values = new ArrayList<>();
        batch.forEach(
            record -> values.add(StandardCharsets.UTF_8.decode(record.value()).toString()));
        assertEquals(List.of("a" + next, "b" + next), values);
        next = batch.nextOffset();
      }
      assertEquals(count, next);
    }
  }

  @Test
  void whatStockWritesIsAppendedByteForByteButForOffsetAndEpoch() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      for (CompressionType type : CompressionType.values()) {
        MemoryRecords records =
            MemoryRecords.withRecords(Compression.of(type).build(), stockRecords(0));
        ByteBuf sent = Unpooled.copiedBuffer(records.buffer());
        long base = test.log.logEndOffset();
        assertEquals(base, test.append(sent.copy(), 9).firstOffset());
        sent.setLong(0, base).setInt(12, 9);
        assertEquals(sent, Unpooled.wrappedBuffer(read(test, base)));
        sent.release();
      }
      assertTrue(test.log.logEndOffset() > 0);
    }
  }

  private static SimpleRecord[] stockRecords(long offset) {
    SimpleRecord[] records = new SimpleRecord[3];
    for (int i = 0; i < records.length; i++) {
      records[i] =
          new SimpleRecord(
              TestLog.NOW + offset + i, ("k" + i).getBytes(StandardCharsets.UTF_8), new byte[100]);
    }
    return records;
  }

  private static MutableRecordBatch first(byte[] bytes) {
    return MemoryRecords.readableRecords(ByteBuffer.wrap(bytes)).batches().iterator().next();
  }

  private static byte[] read(TestLog test, long offset) throws IOException {
    LogSlice slice = test.log.view().read(offset, 1 << 20, Isolation.LOG_END, true).slice();
    assertNotNull(slice);
    return TestLog.bytes(slice);
  }
}
