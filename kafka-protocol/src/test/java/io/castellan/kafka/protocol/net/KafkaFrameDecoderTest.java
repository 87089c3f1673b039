package io.castellan.kafka.protocol.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.DecodeException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KafkaFrameDecoderTest {
  private static final int MAX = 1 << 20;

  @Test
  void cutsTheSameFramesHoweverTheBytesArrive() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      List<Integer> sizes = new ArrayList<>();
      ByteBuf stream = Unpooled.buffer();
      for (int i = 0; i < 20; i++) {
        int size = 1 + random.nextInt(random.nextBoolean() ? 20 : 200_000);
        sizes.add(size);
        stream.writeInt(size);
        stream.writeBytes(content(size));
      }
      EmbeddedChannel channel = new EmbeddedChannel(new KafkaFrameDecoder(MAX));
      while (stream.isReadable()) {
        int piece =
            Math.min(
                stream.readableBytes(), 1 + random.nextInt(random.nextBoolean() ? 5 : 100_000));
        channel.writeInbound(stream.readBytes(piece));
      }
      stream.release();
      for (int size : sizes) {
        ByteBuf frame = channel.readInbound();
        assertNotNull(frame, "seed " + seed);
        assertEquals(size, frame.readableBytes(), "seed " + seed);
        assertArrayEquals(content(size), ByteBufUtil.getBytes(frame), "seed " + seed);
        frame.release();
      }
      assertNull(channel.readInbound());
      channel.finishAndReleaseAll();
    }
  }

  private static byte[] content(int size) {
    byte[] bytes = new byte[size];
    for (int b = 0; b < size; b++) {
      bytes[b] = (byte) (size + b);
    }
    return bytes;
  }

  @Test
  void refusesLengthsOutOfBoundsAndAllThatFollows() {
    for (int lie : new int[] {0, -1, Integer.MIN_VALUE, MAX + 1, Integer.MAX_VALUE}) {
      EmbeddedChannel channel = new EmbeddedChannel(new KafkaFrameDecoder(MAX));
      ByteBuf bytes = Unpooled.buffer().writeInt(lie).writeLong(1);
      DecodeException refused =
          assertThrows(DecodeException.class, () -> channel.writeInbound(bytes));
      assertTrue(String.valueOf(refused.getMessage()).contains("frame length: " + lie));
      channel.writeInbound(Unpooled.buffer().writeInt(1).writeByte(1));
      assertNull(channel.readInbound());
      channel.finishAndReleaseAll();
    }
  }

  @Test
  void halfFramesOfManyConnectionsTakeTwiceWhatHasArrivedAtMost() {
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    List<EmbeddedChannel> channels = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      EmbeddedChannel channel = new EmbeddedChannel(new KafkaFrameDecoder(Integer.MAX_VALUE));
      channel.config().setAllocator(allocator);
      channel.writeInbound(Unpooled.buffer().writeShort(Short.MAX_VALUE)); // half a length
      channels.add(channel);
    }
    assertEquals(500 * Integer.BYTES, allocator.metric().usedDirectMemory());
    channels.forEach(channel -> channel.writeInbound(Unpooled.buffer().writeShort(0)));
    channels.forEach(channel -> channel.writeInbound(Unpooled.buffer().writeZero(3_000)));
    assertTrue(
        allocator.metric().usedDirectMemory() <= 500 * 2 * 3_004,
        () -> "bytes: " + allocator.metric().usedDirectMemory());
    channels.forEach(channel -> assertNull(channel.readInbound()));
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    assertEquals(0, allocator.metric().usedDirectMemory());
  }
}
