package io.castellan.kafka.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Message sets of magic 0 and 1: what stock writes we read, and what we write stock reads. */
class LegacyFormatsTest {
  private static final int MAX_RECORD_BYTES = 1 << 20;

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
  void readsWhatStockWrites(int magic, Compression codec) throws InvalidRecordException {
    long seed = System.nanoTime();
    for (int round = 0; round < 20; round++) {
      SimpleRecord[] expected = withoutHeaders(new Random(seed + round), 1 + round * 5);
      ByteBuf set = StockRecords.legacy(magic, codec, expected);
      assertRecords(expected, magic, 7, set, "seed " + (seed + round));
    }
  }

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
  void writesTheBytesThatStockWrites(int magic, Compression codec) throws InvalidRecordException {
    long seed = System.nanoTime();
    for (int round = 0; round < 20; round++) {
      SimpleRecord[] records = withoutHeaders(new Random(seed + round), 1 + round * 5);
      ByteBuf out = Unpooled.buffer();
      copy(
          StockRecords.magic2(7, Compression.NONE, records),
          new LegacySetBuilder(out, magic, codec, TimestampType.CREATE_TIME, -1));
      assertEquals(
          ByteBufUtil.hexDump(StockRecords.legacy(magic, codec, records)),
          ByteBufUtil.hexDump(out),
          "seed " + (seed + round));
    }
  }

  @ParameterizedTest
  @CsvSource({"NONE", "GZIP", "SNAPPY", "LZ4"})
  void messagesOfMagic1BecomeThoseOfMagic0(Compression codec) throws InvalidRecordException {
    SimpleRecord[] records = withoutHeaders(new Random(9), 12);
    ByteBuf out = Unpooled.buffer();
    Records entries = new Records().wrap(StockRecords.legacy(1, codec, records));
    try (DownConverter converter = new DownConverter(0, 0, MAX_RECORD_BYTES)) {
      while (entries.next()) {
        assertEquals(DownConverter.Outcome.CONVERTED, converter.convert(entries, out));
      }
    }
    assertEquals(
        ByteBufUtil.hexDump(StockRecords.legacy(0, codec, records)), ByteBufUtil.hexDump(out));
  }

  @Test
  void conversionLeavesAwayWhatHasNoPlaceAndRefusesWhatHasNoName() throws InvalidRecordException {
    SimpleRecord[] records = withoutHeaders(new Random(10), 12);
    try (DownConverter converter = new DownConverter(1, 10, MAX_RECORD_BYTES)) {
      ByteBuf out = Unpooled.buffer();
      convert(
          converter,
          StockRecords.magic2(0, Compression.NONE, records),
          out,
          DownConverter.Outcome.CONVERTED);
      List<Long> offsets = new ArrayList<>();
      read(out, record -> offsets.add(record.offset()));
      assertEquals(List.of(10L, 11L), offsets, "of a plain batch only what was asked for");
      out.clear();
      ByteBuf below = StockRecords.magic2(0, Compression.NONE, Arrays.copyOf(records, 5));
      convert(converter, below, out, DownConverter.Outcome.NOTHING);
      ByteBuf zstd = StockRecords.magic2(0, Compression.ZSTD, records);
      convert(converter, zstd, out, DownConverter.Outcome.UNKNOWN_CODEC);
      ByteBuf same = StockRecords.legacy(1, Compression.NONE, records[0]);
      assertEquals(0, out.readableBytes());
      convert(converter, same, out, DownConverter.Outcome.CONVERTED);
      assertEquals(ByteBufUtil.hexDump(same), ByteBufUtil.hexDump(out));
    }
  }

  private static void convert(
      DownConverter converter, ByteBuf from, ByteBuf to, DownConverter.Outcome expected)
      throws InvalidRecordException {
    Records entries = new Records().wrap(from);
    assertTrue(entries.next());
    assertEquals(expected, converter.convert(entries, to));
  }

  @ParameterizedTest
  @CsvSource({"0, NONE", "0, GZIP", "1, NONE", "1, LZ4"})
  void theLeadersTimeIsKeptWhereThereIsRoomForIt(int magic, Compression codec)
      throws InvalidRecordException {
    SimpleRecord[] records = withoutHeaders(new Random(5), 9);
    ByteBuf out = Unpooled.buffer();
    copy(
        StockRecords.magic2(7, Compression.NONE, records),
        new LegacySetBuilder(out, magic, codec, TimestampType.LOG_APPEND_TIME, 1234));
    for (org.apache.kafka.common.record.internal.Record record :
        StockRecords.parse(out).records()) {
      assertEquals(magic == 0 ? -1 : 1234, record.timestamp());
    }
    List<Long> ours = new ArrayList<>();
    read(out, record -> ours.add(record.timestamp()));
    assertEquals(Collections.nCopies(9, magic == 0 ? -1L : 1234L), ours);
  }

  @Test
  void relativeOffsetsCountBackFromTheWrapper() throws InvalidRecordException {
    SimpleRecord[] records = withoutHeaders(new Random(6), 4);
    ByteBuf set = StockRecords.legacy(1, Compression.GZIP, records);
    set.setLong(0, 1003); // as a leader does on append: the inner offsets stay 0 to 3
    assertRecords(records, 1, 1000, set, "after the leader");
    set.setLong(0, 0); // as some releases of librdkafka send it
    assertRecords(records, 1, 0, set, "wrapper without an offset");
    set.setLong(0, 2);
    assertThrows(InvalidRecordException.class, () -> read(set, record -> {}));
  }

  @Test
  void theOldChecksumOfLz4IsForMagic0Only() throws IOException {
    byte[] text = "hello hello hello hello hello".getBytes(UTF_8);
    ByteBuf old = lz4(text, 0);
    ByteBuf right = lz4(text, 1);
    assertFalse(ByteBufUtil.equals(old, right));
    assertArrayEquals(text, expand(old, 0));
    assertArrayEquals(text, expand(right, 0));
    assertArrayEquals(text, expand(right, 1));
    assertThrows(IOException.class, () -> expand(old, 1));
    assertThrows(IOException.class, () -> expand(old, 2));
  }

  @Test
  void severalGzipMembersAreOneBody() throws IOException {
    ByteBuf body = Unpooled.buffer();
    for (String part : new String[] {"ab", "", "cde"}) {
      try (OutputStream out = Compression.GZIP.newOutputStream(body)) {
        out.write(part.getBytes(UTF_8));
      }
    }
    byte[] whole = Compression.GZIP.newInputStream(body, 0, body.readableBytes()).readAllBytes();
    assertEquals("abcde", new String(whole, UTF_8));
  }

  @Test
  void wrappersInsideWrappersAreRefused() throws InvalidRecordException {
    ByteBuf inner = StockRecords.legacy(1, Compression.GZIP, withoutHeaders(new Random(7), 3));
    ByteBuf set = wrapper(inner);
    InvalidRecordException refused =
        assertThrows(InvalidRecordException.class, () -> read(set, record -> {}));
    assertEquals(InvalidRecordException.Kind.INVALID, refused.kind());
  }

  @Test
  void aDamagedMessageInsideAWrapperIsFound() throws InvalidRecordException {
    ByteBuf inner = StockRecords.legacy(1, Compression.NONE, withoutHeaders(new Random(8), 3));
    inner.setByte(30, inner.getByte(30) ^ 1);
    ByteBuf set = wrapper(inner);
    InvalidRecordException refused =
        assertThrows(InvalidRecordException.class, () -> read(set, record -> {}));
    assertEquals(InvalidRecordException.Kind.CORRUPT, refused.kind());
  }

  @Test
  void lyingLengthsInsideAWrapperCostNothing() {
    ByteBuf inner = Unpooled.buffer();
    inner.writeLong(0).writeInt(MAX_RECORD_BYTES - 100).writeZero(50);
    assertThrows(InvalidRecordException.class, () -> read(wrapper(inner), record -> {}));
    inner.setInt(8, Integer.MAX_VALUE);
    assertThrows(InvalidRecordException.class, () -> read(wrapper(inner), record -> {}));
    inner.setInt(8, -5);
    assertThrows(InvalidRecordException.class, () -> read(wrapper(inner), record -> {}));
    assertThrows(
        InvalidRecordException.class, () -> read(wrapper(Unpooled.EMPTY_BUFFER), record -> {}));
  }

  @Test
  void whatASetMayExpandToIsBounded() throws InvalidRecordException {
    ByteBuf inner = Unpooled.buffer();
    while (inner.readableBytes() < 3 << 20) {
      inner.writeBytes(
          StockRecords.legacy(1, Compression.NONE, new SimpleRecord(1L, null, new byte[100_000])));
    }
    ByteBuf set = wrapper(inner);
    assertTrue(set.readableBytes() < 100_000);
    Records records = new Records().wrap(set);
    assertTrue(records.next());
    try (LegacyReader reader = new LegacyReader(MAX_RECORD_BYTES, 1 << 20)) {
      assertThrows(InvalidRecordException.class, () -> reader.open(records.legacy()));
    }
  }

  private interface Sink {
    void take(Record record);
  }

  private static void read(ByteBuf set, Sink sink) throws InvalidRecordException {
    Records records = new Records().wrap(set);
    try (EntryReader reader = new EntryReader(MAX_RECORD_BYTES)) {
      while (records.next()) {
        records.ensureValid();
        for (reader.open(records); reader.next(); ) {
          sink.take(reader.record());
        }
      }
    }
    assertEquals(0, records.trailingBytes());
  }

  private static void copy(ByteBuf batches, LegacySetBuilder builder)
      throws InvalidRecordException {
    read(batches, builder::append);
    builder.finish();
  }

  private static void assertRecords(
      SimpleRecord[] expected, int magic, long firstOffset, ByteBuf set, String what)
      throws InvalidRecordException {
    int[] at = {0};
    read(
        set,
        record -> {
          SimpleRecord stock = expected[at[0]];
          assertEquals(firstOffset + at[0], record.offset(), what);
          assertEquals(magic == 0 ? -1 : stock.timestamp(), record.timestamp(), what);
          assertArrayEquals(Utils.toNullableArray(stock.key()), bytes(record.key()), what);
          assertArrayEquals(Utils.toNullableArray(stock.value()), bytes(record.value()), what);
          assertEquals(0, record.headerCount());
          at[0]++;
        });
    assertEquals(expected.length, at[0], what);
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuf buf) {
    return buf == null ? null : ByteBufUtil.getBytes(buf);
  }

  private static SimpleRecord[] withoutHeaders(Random random, int count) {
    SimpleRecord[] records = StockRecords.random(random, count);
    for (int i = 0; i < count; i++) {
      ByteBuffer key = records[i].key();
      ByteBuffer value = records[i].value();
      records[i] =
          new SimpleRecord(
              records[i].timestamp(),
              key == null ? null : Utils.toArray(key.duplicate()),
              value == null ? null : Utils.toArray(value.duplicate()));
    }
    return records;
  }

  /** A wrapper of magic 1 around bytes that no writer would put there. */
  private static ByteBuf wrapper(ByteBuf inner) {
    ByteBuf out = Unpooled.buffer();
    out.writeLong(10).writeInt(0).writeInt(0).writeByte(1).writeByte(1).writeLong(5).writeInt(-1);
    int valueLength = out.writerIndex();
    out.writeInt(0);
    try (OutputStream codec = Compression.GZIP.newOutputStream(out)) {
      codec.write(ByteBufUtil.getBytes(inner));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    out.setInt(valueLength, out.writerIndex() - valueLength - 4);
    out.setInt(8, out.writerIndex() - 12);
    out.setInt(12, Crc.ieee(out, 16, out.writerIndex() - 16));
    return out;
  }

  private static ByteBuf lz4(byte[] text, int magic) throws IOException {
    ByteBuf body = Unpooled.buffer();
    try (OutputStream out = Compression.LZ4.newOutputStream(body, 9, magic)) {
      out.write(text);
    }
    return body;
  }

  private static byte[] expand(ByteBuf body, int magic) throws IOException {
    return Compression.LZ4.newInputStream(body, 0, body.readableBytes(), magic).readAllBytes();
  }
}
