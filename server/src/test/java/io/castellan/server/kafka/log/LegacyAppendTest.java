package io.castellan.server.kafka.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What producers before 0.11 send: message sets, which become batches of magic 2. */
class LegacyAppendTest {
  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "0, NONE",
    "0, GZIP",
    "0, SNAPPY",
    "0, LZ4",
    "1, NONE",
    "1, GZIP",
    "1, SNAPPY",
    "1, LZ4"
  })
  void messageSetsBecomeOneBatchInEveryCodec(int magic, CompressionType sent) throws Exception {
    for (String kept : List.of("producer", "uncompressed", "gzip", "snappy", "lz4", "zstd")) {
      try (TestLog test = TestLog.create(root.resolve(kept), "compression.type", kept)) {
        test.appendValues(TestLog.NOW, "before");
        AppendResult result = test.append(set(magic, sent, records(7)), 3);
        assertEquals(ErrorCode.NONE, result.error(), result.message());
        assertEquals(1, result.firstOffset());
        assertEquals(7, result.lastOffset());
        MutableRecordBatch batch = only(read(test, 1));
        assertEquals(2, batch.magic());
        assertEquals(1, batch.baseOffset());
        assertEquals(3, batch.partitionLeaderEpoch());
        assertEquals(RecordBatch.NO_PRODUCER_ID, batch.producerId());
        assertEquals(
            kept.equals("producer")
                ? sent
                : CompressionType.forName(kept.equals("uncompressed") ? "none" : kept),
            batch.compressionType());
        assertEquals(magic == 0 ? -1 : TestLog.NOW + 6, batch.maxTimestamp());
        List<String> found = new ArrayList<>();
        for (Record record : batch) {
          found.add(record.timestamp() + ":" + text(record.key()) + "=" + text(record.value()));
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
          expected.add((magic == 0 ? -1 : TestLog.NOW + i) + ":k" + i + "=v" + i);
        }
        assertEquals(expected, found);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"gzip, 1, 9", "lz4, 9, 17", "zstd, -5, 19"})
  void theTopicSaysHowHardItsCodecTries(String codec, String quick, String hard) throws Exception {
    long[] sizes = new long[2];
    for (int i = 0; i < 2; i++) {
      try (TestLog test =
          TestLog.create(
              root.resolve("level-" + i),
              "compression.type",
              codec,
              "compression." + codec + ".level",
              i == 0 ? quick : hard)) {
        test.append(set(2, CompressionType.NONE, records(2000)));
        sizes[i] = test.log.view().sizeInBytes();
        assertEquals(2000, test.readAll().size());
      }
    }
    assertTrue(sizes[1] < sizes[0], sizes[1] + " bytes at level " + hard + ", " + sizes[0]);
  }

  @Test
  void theLeadersTimeTakesThePlaceOfTheirOwn() throws Exception {
    try (TestLog test = TestLog.create(root, "message.timestamp.type", "LogAppendTime")) {
      for (int magic = 0; magic < 2; magic++) {
        AppendResult result = test.append(set(magic, CompressionType.GZIP, records(3)));
        assertEquals(TestLog.NOW, result.logAppendTimeMs());
        MutableRecordBatch batch = only(read(test, result.firstOffset()));
        assertEquals(TimestampType.LOG_APPEND_TIME, batch.timestampType());
        batch.forEach(record -> assertEquals(TestLog.NOW, record.timestamp()));
      }
    }
  }

  @Test
  void wrongSetsAreRefusedAsAWhole() throws Exception {
    try (TestLog test =
        TestLog.create(
            root, "max.message.bytes", "2000", "message.timestamp.after.max.ms", "1000")) {
      ByteBuf two =
          Unpooled.wrappedBuffer(
              set(1, CompressionType.GZIP, records(2)), set(1, CompressionType.GZIP, records(2)));
      assertEquals(ErrorCode.INVALID_RECORD, test.append(two).error());
      ByteBuf damaged = set(1, CompressionType.NONE, records(2));
      damaged.setByte(30, damaged.getByte(30) ^ 1);
      assertEquals(ErrorCode.CORRUPT_MESSAGE, test.append(damaged).error());
      ByteBuf large = set(0, CompressionType.NONE, new SimpleRecord(1L, null, new byte[3000]));
      assertEquals(ErrorCode.MESSAGE_TOO_LARGE, test.append(large).error());
      ByteBuf late =
          set(1, CompressionType.LZ4, new SimpleRecord(TestLog.NOW + 2000, null, new byte[3]));
      AppendResult result = test.append(late);
      assertEquals(ErrorCode.INVALID_TIMESTAMP, result.error());
      assertEquals(0, result.recordErrors().get(0).batchIndex());
      ByteBuf mixed =
          Unpooled.wrappedBuffer(
              set(1, CompressionType.NONE, records(1)), TestLog.batch(TestLog.NOW, "x"));
      assertEquals(ErrorCode.INVALID_RECORD, test.append(mixed).error());
      assertEquals(0, test.log.logEndOffset());
    }
  }

  @Test
  void aSetWhoseOffsetsAreNonsenseIsTakenAsItsOrderSays() throws Exception {
    try (TestLog test = TestLog.create(root)) {
      ByteBuf set = set(0, CompressionType.NONE, records(2));
      set.setLong(0, 77);
      assertEquals(1, test.append(set).lastOffset());
      assertEquals(List.of("0:v0", "1:v1"), test.readAll());
    }
  }

  @Test
  void compactedTopicsWantKeysOfOldProducersToo() throws Exception {
    try (TestLog test = TestLog.create(root, "cleanup.policy", "compact")) {
      ByteBuf set = set(1, CompressionType.GZIP, new SimpleRecord(1L, null, new byte[1]));
      assertEquals(ErrorCode.INVALID_RECORD, test.append(set).error());
    }
  }

  @Test
  void recordsThatExpandTooFarAreRefused() throws Exception {
    try (TestLog test = TestLog.create(root, "max.decompressed.message.bytes", "50000")) {
      for (int magic = 0; magic <= 2; magic++) {
        ByteBuf bomb =
            set(magic, CompressionType.GZIP, new SimpleRecord(1L, null, new byte[60_000]));
        assertEquals(ErrorCode.INVALID_RECORD, test.append(bomb).error());
        ByteBuf fits =
            set(magic, CompressionType.GZIP, new SimpleRecord(1L, null, new byte[40_000]));
        assertEquals(ErrorCode.NONE, test.append(fits).error());
      }
    }
  }

  @Test
  void hostileSetsAreRefusedOrKeptButNeverThrow() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<CompressionType> codecs =
        List.of(
            CompressionType.NONE,
            CompressionType.GZIP,
            CompressionType.SNAPPY,
            CompressionType.LZ4);
    try (TestLog test = TestLog.create(root)) {
      int kept = 0;
      for (int i = 0; i < 3000; i++) {
        ByteBuf set = set(random.nextInt(2), codecs.get(random.nextInt(codecs.size())), records(3));
        garble(set, random);
        kept += test.append(set).error() == ErrorCode.NONE ? 1 : 0;
      }
      assertTrue(kept > 0, "nothing was kept, so nothing was tried");
      List<String> all = test.readAll();
      test.crash();
      assertEquals(all, test.readAll());
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed: " + seed, e);
    }
  }

  /** Changes some bytes, and mostly makes the first message's checksum right again. */
  private static void garble(ByteBuf set, Random random) {
    for (int i = random.nextInt(4); i > 0; i--) {
      int index = 16 + random.nextInt(set.readableBytes() - 16);
      set.setByte(index, random.nextBoolean() ? random.nextInt() : random.nextInt(3) - 1);
    }
    if (random.nextInt(10) > 0) {
      CRC32 crc = new CRC32();
      int size = Math.min(set.getInt(8), set.readableBytes() - 12);
      crc.update(set.nioBuffer(16, size - 4));
      set.setInt(12, (int) crc.getValue());
    }
    if (random.nextInt(20) == 0) {
      set.setByte(8 + random.nextInt(4), random.nextInt());
    }
  }

  private static ByteBuf set(int magic, CompressionType codec, SimpleRecord... records) {
    MemoryRecords set =
        MemoryRecords.withRecords(
            (byte) magic, 0L, Compression.of(codec).build(), TimestampType.CREATE_TIME, records);
    return Unpooled.copiedBuffer(set.buffer());
  }

  private static SimpleRecord[] records(int count) {
    SimpleRecord[] records = new SimpleRecord[count];
    for (int i = 0; i < count; i++) {
      records[i] =
          new SimpleRecord(
              TestLog.NOW + i,
              ("k" + i).getBytes(StandardCharsets.UTF_8),
              ("v" + i).getBytes(StandardCharsets.UTF_8));
    }
    return records;
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static MutableRecordBatch only(byte[] bytes) {
    Iterator<MutableRecordBatch> batches =
        MemoryRecords.readableRecords(ByteBuffer.wrap(bytes)).batches().iterator();
    MutableRecordBatch batch = batches.next();
    batch.ensureValid();
    assertEquals(false, batches.hasNext());
    return batch;
  }

  private static byte[] read(TestLog test, long offset) {
    LogSlice slice = test.log.view().read(offset, 1 << 20, Isolation.LOG_END, true).slice();
    assertNotNull(slice);
    return TestLog.bytes(slice);
  }
}
