package io.castellan.kafka.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stock writes we read, and the other way round, with every codec. */
class StockConformanceTest {
  private static final int MAX_RECORD_BYTES = 1 << 20;

  @ParameterizedTest
  @EnumSource
  void readsWhatStockWrites(Compression codec) throws InvalidRecordException {
    long seed = System.nanoTime();
    for (int round = 0; round < 20; round++) {
      SimpleRecord[] expected = StockRecords.random(new Random(seed + round), 1 + round * 7);
      ByteBuf buf = StockRecords.magic2(1000, codec, expected);
      Records records = new Records().wrap(buf);
      assertTrue(records.next());
      records.ensureValid();
      RecordBatch batch = records.batch();
      assertEquals(codec, batch.compression());
      assertEquals(1000, batch.baseOffset());
      assertEquals(1000 + expected.length - 1, batch.lastOffset());
      assertEquals(expected.length, batch.recordsCount());
      assertEquals(buf.readableBytes(), batch.sizeInBytes());
      assertRecords(expected, batch, "seed " + (seed + round));
      assertFalse(records.next());
      assertEquals(0, records.trailingBytes());
    }
  }

  @ParameterizedTest
  @EnumSource
  void stockReadsWhatWeWrite(Compression codec) {
    long seed = System.nanoTime();
    for (int round = 0; round < 20; round++) {
      SimpleRecord[] expected = StockRecords.random(new Random(seed + round), 1 + round * 7);
      ByteBuf buf = Unpooled.buffer();
      RecordBatchBuilder builder =
          new RecordBatchBuilder(buf)
              .compression(codec)
              .baseOffset(42)
              .leaderEpoch(3)
              .producer(9, (short) 2, 77, true);
      for (SimpleRecord record : expected) {
        builder.append(
            record.timestamp(),
            Utils.toNullableArray(record.key()),
            Utils.toNullableArray(record.value()),
            headersOf(record.headers()));
      }
      builder.finish();
      MutableRecordBatch batch = onlyBatch(StockRecords.parse(buf));
      batch.ensureValid();
      assertEquals(42, batch.baseOffset());
      assertEquals(3, batch.partitionLeaderEpoch());
      assertEquals(9, batch.producerId());
      assertEquals(2, batch.producerEpoch());
      assertEquals(77, batch.baseSequence());
      assertTrue(batch.isTransactional());
      List<SimpleRecord> actual = new ArrayList<>();
      batch.forEach(record -> actual.add(new SimpleRecord(record)));
      assertEquals(List.of(expected), actual, "seed " + (seed + round));
    }
  }

  @Test
  void plainBatchesAreTheSameBytes() {
    SimpleRecord[] records = StockRecords.random(new Random(1), 50);
    ByteBuf stock = StockRecords.magic2(5, Compression.NONE, records);
    ByteBuf ours = Unpooled.buffer();
    RecordBatchBuilder builder = new RecordBatchBuilder(ours).baseOffset(5);
    for (SimpleRecord record : records) {
      builder.append(
          record.timestamp(),
          Utils.toNullableArray(record.key()),
          Utils.toNullableArray(record.value()),
          headersOf(record.headers()));
    }
    builder.finish();
    assertEquals(ByteBufUtil.hexDump(stock), ByteBufUtil.hexDump(ours));
  }

  @ParameterizedTest
  @EnumSource
  void recordsAreCopiedFromCodecToCodec(Compression codec) throws InvalidRecordException {
    SimpleRecord[] expected = StockRecords.random(new Random(3), 60);
    ByteBuf from = StockRecords.magic2(0, Compression.GZIP, expected);
    ByteBuf to = Unpooled.buffer();
    RecordBatchBuilder builder = new RecordBatchBuilder(to).compression(codec);
    try (RecordReader reader = new RecordReader(RecordReader.Depth.WHOLE, MAX_RECORD_BYTES)) {
      reader.open(new RecordBatch().wrap(from, 0));
      while (reader.next()) {
        builder.append(reader.record());
      }
    }
    assertRecords(expected, builder.finish(), codec.codecName());
  }

  @Test
  void markersAreTheSameBytes() throws InvalidRecordException {
    MemoryRecords stock =
        MemoryRecords.withEndTransactionMarker(
            100, 1234, 5, 77, (short) 3, new EndTransactionMarker(ControlRecordType.COMMIT, 9));
    ByteBuf ours = Unpooled.buffer();
    ControlRecord commit = new ControlRecord(ControlRecord.Type.COMMIT, 9);
    RecordBatch batch =
        new RecordBatchBuilder(ours)
            .baseOffset(100)
            .leaderEpoch(5)
            .producer(77, (short) 3, RecordBatch.NO_SEQUENCE, true)
            .marker(1234, commit)
            .finish();
    assertEquals(78, ours.readableBytes());
    assertEquals(ByteBufUtil.hexDump(StockRecords.buffer(stock)), ByteBufUtil.hexDump(ours));
    assertTrue(batch.isControl());
    try (RecordReader reader = new RecordReader(RecordReader.Depth.WHOLE, 1000)) {
      reader.open(batch);
      assertTrue(reader.next());
      assertEquals(commit, ControlRecord.of(reader.record()));
    }
  }

  @Test
  void setsOffsetEpochAndTimestampInPlace() throws InvalidRecordException {
    ByteBuf buf = StockRecords.magic2(0, Compression.NONE, StockRecords.random(new Random(4), 5));
    RecordBatch batch = new RecordBatch().wrap(buf, 0);
    batch.setBaseOffset(1L << 40);
    batch.setPartitionLeaderEpoch(12);
    batch.ensureValid();
    batch.setMaxTimestamp(TimestampType.LOG_APPEND_TIME, 999);
    batch.ensureValid();
    MutableRecordBatch stock = onlyBatch(StockRecords.parse(buf));
    stock.ensureValid();
    assertEquals(1L << 40, stock.baseOffset());
    assertEquals(12, stock.partitionLeaderEpoch());
    assertEquals(
        org.apache.kafka.common.record.TimestampType.LOG_APPEND_TIME, stock.timestampType());
    stock.forEach(record -> assertEquals(999, record.timestamp()));
    try (RecordReader reader = new RecordReader(RecordReader.Depth.SHAPE, 0)) {
      reader.open(batch);
      while (reader.next()) {
        assertEquals(999, reader.record().timestamp());
      }
    }
  }

  @Test
  void stepsOverMessageSetsOfOldMagic() throws InvalidRecordException {
    for (int magic = 0; magic < 2; magic++) {
      for (Compression codec :
          List.of(Compression.NONE, Compression.GZIP, Compression.SNAPPY, Compression.LZ4)) {
        SimpleRecord[] written = {
          new SimpleRecord(10, "k".getBytes(UTF_8), "v".getBytes(UTF_8)),
          new SimpleRecord(20, null, new byte[300])
        };
        ByteBuf buf = StockRecords.legacy(magic, codec, written);
        Records records = new Records().wrap(buf);
        Iterator<MutableRecordBatch> stock = StockRecords.parse(buf).batches().iterator();
        while (records.next()) {
          MutableRecordBatch expected = stock.next();
          records.ensureValid();
          assertEquals(magic, records.magic());
          assertEquals(expected.lastOffset(), records.lastOffset());
          assertEquals(expected.maxTimestamp(), records.maxTimestamp());
          assertEquals(expected.sizeInBytes(), records.sizeInBytes());
          assertEquals(codec, records.legacy().compression());
        }
        assertFalse(stock.hasNext());
        assertEquals(0, records.trailingBytes());
      }
    }
  }

  private static void assertRecords(SimpleRecord[] expected, RecordBatch batch, String message)
      throws InvalidRecordException {
    try (RecordReader whole = new RecordReader(RecordReader.Depth.WHOLE, MAX_RECORD_BYTES);
        RecordReader shape = new RecordReader(RecordReader.Depth.SHAPE, 0)) {
      whole.open(batch);
      shape.open(batch);
      for (int i = 0; i < expected.length; i++) {
        assertTrue(whole.next(), message);
        Record record = whole.record();
        assertEquals(batch.baseOffset() + i, record.offset(), message);
        assertEquals(expected[i].timestamp(), record.timestamp(), message);
        assertArrayEquals(Utils.toNullableArray(expected[i].key()), bytesOf(record.key()), message);
        assertArrayEquals(
            Utils.toNullableArray(expected[i].value()), bytesOf(record.value()), message);
        assertEquals(headersOf(expected[i].headers()), record.headers(), message);
        assertTrue(shape.next(), message);
        assertEquals(record.toString(), shape.record().toString(), message);
      }
      assertFalse(whole.next(), message);
      assertFalse(shape.next(), message);
    }
  }

  private static List<RecordHeader> headersOf(Header[] headers) {
    List<RecordHeader> ours = new ArrayList<>();
    for (Header header : headers) {
      ours.add(new RecordHeader(header.key(), header.value()));
    }
    return ours;
  }

  private static byte @Nullable [] bytesOf(@Nullable ByteBuf buf) {
    return buf == null ? null : ByteBufUtil.getBytes(buf);
  }

  private static MutableRecordBatch onlyBatch(MemoryRecords records) {
    Iterator<MutableRecordBatch> batches = records.batches().iterator();
    MutableRecordBatch batch = batches.next();
    assertFalse(batches.hasNext());
    return batch;
  }
}
