package io.castellan.kafka.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cut, lying and garbled bytes: one clear exception, no more memory than the bytes are worth. */
class DamagedRecordsTest {
  @Test
  void anEntryCutShortEndsTheIteration() throws InvalidRecordException {
    ByteBuf whole = StockRecords.magic2(0, Compression.NONE, StockRecords.random(new Random(5), 3));
    for (int length = 0; length < whole.readableBytes(); length++) {
      Records records = new Records().wrap(whole, 0, length);
      assertFalse(records.next());
      assertEquals(length, records.trailingBytes());
    }
  }

  @Test
  void sizesAndMagicsThatCannotBeAreCorrupt() {
    ByteBuf buf = StockRecords.magic2(0, Compression.NONE, StockRecords.random(new Random(6), 3));
    for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 13, 48}) {
      ByteBuf copy = buf.copy().setInt(8, length);
      assertEquals(InvalidRecordException.Kind.CORRUPT, failure(copy).kind());
    }
    for (int magic : new int[] {-1, 3, 127}) {
      assertEquals(
          InvalidRecordException.Kind.CORRUPT, failure(buf.copy().setByte(16, magic)).kind());
    }
  }

  @Test
  void everyFlippedByteIsNoticed() {
    ByteBuf buf = StockRecords.magic2(0, Compression.NONE, StockRecords.random(new Random(7), 3));
    for (int i = RecordBatch.CRC_OFFSET; i < buf.readableBytes(); i++) {
      ByteBuf copy = buf.copy();
      copy.setByte(i, copy.getByte(i) ^ 0x10);
      assertThrows(
          InvalidRecordException.class, () -> new RecordBatch().wrap(copy, 0).ensureValid());
    }
  }

  /**
   * With the checksum out of the way, a reader must come to an end by itself, whatever the bytes
   * are.
   */
  @ParameterizedTest
  @EnumSource
  void garbledBodiesEndInOneExceptionOrNone(Compression codec) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ByteBuf good = StockRecords.magic2(0, codec, StockRecords.random(random, 20));
    int failures = 0;
    for (int round = 0; round < 3000; round++) {
      ByteBuf bad = good.copy();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bad.setByte(
            RecordBatch.HEADER_SIZE + random.nextInt(bad.readableBytes() - RecordBatch.HEADER_SIZE),
            random.nextInt());
      }
      for (RecordReader.Depth depth : RecordReader.Depth.values()) {
        try {
          drain(bad, depth);
        } catch (InvalidRecordException e) {
          failures++;
        } catch (RuntimeException | Error e) {
          throw new AssertionError("seed " + seed + " round " + round, e);
        }
      }
    }
    assertTrue(failures > 0, "seed " + seed);
  }

  @ParameterizedTest
  @EnumSource
  void bodiesCutAtEveryByteAreInvalid(Compression codec) {
    ByteBuf good = StockRecords.magic2(0, codec, StockRecords.random(new Random(8), 4));
    // The last bytes of a gzip or zstd stream are a trailer that a reader of all records need not
    // have seen to know them all.
    int all = good.readableBytes() - RecordBatch.HEADER_SIZE;
    for (int kept = 0; kept < all - 16; kept++) {
      ByteBuf cut = good.copy(0, RecordBatch.HEADER_SIZE + kept);
      cut.setInt(8, RecordBatch.HEADER_SIZE + kept - RecordBatch.LOG_OVERHEAD);
      assertThrows(InvalidRecordException.class, () -> drain(cut, RecordReader.Depth.WHOLE));
      assertThrows(InvalidRecordException.class, () -> drain(cut, RecordReader.Depth.SHAPE));
    }
  }

  @Test
  void aCountThatLiesIsInvalid() {
    ByteBuf good = StockRecords.magic2(0, Compression.ZSTD, StockRecords.random(new Random(9), 4));
    for (int count : new int[] {-1, 0, 3, 5, Integer.MAX_VALUE}) {
      ByteBuf bad = good.copy().setInt(57, count);
      assertThrows(InvalidRecordException.class, () -> drain(bad, RecordReader.Depth.SHAPE));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLengthThatLiesAllocatesNothing(Compression codec) throws IOException {
    ByteBuf body = Unpooled.buffer();
    Varint.writeInt(body, Integer.MAX_VALUE - 64);
    body.writeZero(40);
    ByteBuf batch = batchAround(codec, body);
    // The heap of the test JVM is smaller than what this record promises.
    assertThrows(InvalidRecordException.class, () -> drain(batch, RecordReader.Depth.SHAPE));
    assertThrows(InvalidRecordException.class, () -> drain(batch, RecordReader.Depth.WHOLE));
  }

  @Test
  void aBombIsWalkedWithoutBeingHeld() throws InvalidRecordException, IOException {
    int valueBytes = 400 << 20;
    ByteBuf out = Unpooled.buffer();
    out.writeZero(RecordBatch.HEADER_SIZE);
    try (OutputStream zstd = Compression.ZSTD.newOutputStream(out)) {
      ByteBuf head = Unpooled.buffer();
      int length = 1 + 1 + 1 + 1 + Varint.sizeOf(valueBytes) + valueBytes + 1;
      Varint.writeInt(head, length);
      head.writeZero(3);
      Varint.writeInt(head, -1);
      Varint.writeInt(head, valueBytes);
      head.readBytes(zstd, head.readableBytes());
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 400; i++) {
        zstd.write(zeros);
      }
      zstd.write(0);
    }
    finishHeader(out, Compression.ZSTD);
    assertTrue(out.readableBytes() < 100_000);
    try (RecordReader reader = new RecordReader(RecordReader.Depth.SHAPE, 0)) {
      reader.open(new RecordBatch().wrap(out, 0));
      assertTrue(reader.next());
      assertEquals(valueBytes, reader.record().valueSize());
      assertFalse(reader.next());
    }
    try (RecordReader reader = new RecordReader(RecordReader.Depth.WHOLE, 1 << 20)) {
      reader.open(new RecordBatch().wrap(out, 0));
      assertThrows(InvalidRecordException.class, reader::next);
    }
  }

  @Test
  void snappyBlocksMayNotPromiseTheImpossible() {
    ByteBuf body =
        Unpooled.buffer()
            .writeBytes(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 0});
    assertThrows(
        IOException.class, () -> Compression.SNAPPY.newInputStream(body, 0, body.readableBytes()));
  }

  @Test
  void readsABareSnappyBlock() throws IOException {
    byte[] text = "a bare block, as librdkafka sends it, it, it, it".getBytes(UTF_8);
    ByteBuf body = Unpooled.wrappedBuffer(org.xerial.snappy.Snappy.compress(text));
    try (InputStream in = Compression.SNAPPY.newInputStream(body, 0, body.readableBytes())) {
      assertEquals(new String(text, UTF_8), new String(in.readAllBytes(), UTF_8));
    }
  }

  @Test
  void unknownCodecsAreInvalid() {
    ByteBuf buf = StockRecords.magic2(0, Compression.NONE, StockRecords.random(new Random(10), 1));
    buf.setShort(21, 5);
    InvalidRecordException e =
        assertThrows(InvalidRecordException.class, () -> drain(buf, RecordReader.Depth.SHAPE));
    assertEquals(InvalidRecordException.Kind.INVALID, e.kind());
  }

  private static ByteBuf batchAround(Compression codec, ByteBuf body) throws IOException {
    ByteBuf out = Unpooled.buffer();
    out.writeZero(RecordBatch.HEADER_SIZE);
    try (OutputStream stream = codec.newOutputStream(out)) {
      body.getBytes(0, stream, body.readableBytes());
    }
    finishHeader(out, codec);
    return out;
  }

  private static void finishHeader(ByteBuf out, Compression codec) {
    out.setInt(8, out.readableBytes() - RecordBatch.LOG_OVERHEAD)
        .setByte(16, 2)
        .setShort(21, codec.id())
        .setInt(57, 1);
  }

  private static void drain(ByteBuf buf, RecordReader.Depth depth) throws InvalidRecordException {
    try (RecordReader reader = new RecordReader(depth, 1 << 20)) {
      reader.open(new RecordBatch().wrap(buf, 0));
      while (reader.next()) {
        assertTrue(reader.record().keySize() >= -1);
      }
    }
  }

  private static InvalidRecordException failure(ByteBuf buf) {
    return assertThrows(InvalidRecordException.class, () -> new Records().wrap(buf).next());
  }
}
