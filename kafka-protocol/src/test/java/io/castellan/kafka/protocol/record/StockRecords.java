package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;

/** Batches as the stock classes write them. */
final class StockRecords {
  private StockRecords() {}

  static Compression codec(io.castellan.kafka.protocol.record.Compression codec) {
    return Compression.of(CompressionType.forId(codec.id())).build();
  }

  /**
   * Records of every shape: null, empty and long keys and values, headers with null values and
   * equal names.
   */
  static SimpleRecord[] random(Random random, int count) {
    SimpleRecord[] records = new SimpleRecord[count];
    long timestamp = 1_700_000_000_000L;
    for (int i = 0; i < count; i++) {
      timestamp += random.nextInt(2000) - 500;
      records[i] =
          new SimpleRecord(timestamp, bytes(random, 40), bytes(random, 3000), headers(random));
    }
    return records;
  }

  static ByteBuf magic2(
      long baseOffset,
      io.castellan.kafka.protocol.record.Compression codec,
      SimpleRecord... records) {
    return buffer(MemoryRecords.withRecords(baseOffset, codec(codec), records));
  }

  static ByteBuf legacy(
      int magic, io.castellan.kafka.protocol.record.Compression codec, SimpleRecord... records) {
    return buffer(
        MemoryRecords.withRecords(
            (byte) magic,
            7L,
            codec(codec),
            org.apache.kafka.common.record.TimestampType.CREATE_TIME,
            records));
  }

  static ByteBuf buffer(MemoryRecords records) {
    ByteBuffer bytes = records.buffer().duplicate();
    return Unpooled.copiedBuffer(bytes);
  }

  static MemoryRecords parse(ByteBuf buf) {
    byte[] bytes = new byte[buf.readableBytes()];
    buf.getBytes(buf.readerIndex(), bytes);
    return MemoryRecords.readableRecords(ByteBuffer.wrap(bytes));
  }

  private static byte @Nullable [] bytes(Random random, int most) {
    int kind = random.nextInt(10);
    if (kind == 0) {
      return null;
    }
    byte[] bytes = new byte[kind == 1 ? 0 : random.nextInt(most)];
    // Half of them compress well.
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    }
    return bytes;
  }

  private static Header[] headers(Random random) {
    List<Header> headers = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      headers.add(
          new RecordHeader(random.nextBoolean() ? "same" : "naïve-" + i, bytes(random, 20)));
    }
    return headers.toArray(new Header[0]);
  }
}
