package io.castellan.kafka.protocol.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.kafka.common.utils.internals.ByteUtils;
import org.junit.jupiter.api.Test;

class VarintTest {
  @Test
  void encodesAsStockDoes() throws InvalidRecordException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      ByteBuf ours = Unpooled.buffer();
      Varint.writeLong(ours, value);
      Varint.writeInt(ours, (int) value);
      ByteBuffer stock = ByteBuffer.allocate(32);
      ByteUtils.writeVarlong(value, stock);
      ByteUtils.writeVarint((int) value, stock);
      stock.flip();
      assertEquals(Unpooled.wrappedBuffer(stock), ours, "seed " + seed);
      assertEquals(
          ours.readableBytes(), Varint.sizeOf(value) + Varint.sizeOf((int) value), "seed " + seed);
      assertEquals(value, Varint.readLong(ours), "seed " + seed);
      assertEquals((int) value, Varint.readInt(ours), "seed " + seed);
      assertFalse(ours.isReadable());
    }
  }

  @Test
  void refusesWhatIsTooLongOrCutShort() {
    byte[] endless = new byte[12];
    java.util.Arrays.fill(endless, (byte) 0x80);
    assertThrows(
        InvalidRecordException.class, () -> Varint.readInt(Unpooled.wrappedBuffer(endless)));
    assertThrows(
        InvalidRecordException.class, () -> Varint.readLong(Unpooled.wrappedBuffer(endless)));
    assertThrows(
        InvalidRecordException.class, () -> Varint.readInt(Unpooled.wrappedBuffer(endless, 0, 3)));
    assertThrows(
        InvalidRecordException.class, () -> Varint.readLong(Unpooled.wrappedBuffer(endless, 0, 3)));
  }
}
