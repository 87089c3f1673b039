package io.castellan.zk.protocol.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ZkFrameDecoderTest {
  /** The first frame of a client that wants a new session, then a ping. */
  private static final byte[] STREAM =
      ByteBufUtil.decodeHexDump(
          "0000002d00000000000000000000000000007530000000000000000000000010"
              + "0000000000000000000000000000000000"
              + "00000008fffffffe0000000b");

  @Test
  void cutsTheSameFramesWhereverTheBytesAreSplit() {
    for (int split = 0; split <= STREAM.length; split++) {
      EmbeddedChannel channel = new EmbeddedChannel(ZkFrameDecoder.forServer(1000));
      channel.writeInbound(Unpooled.copiedBuffer(STREAM, 0, split));
      channel.writeInbound(Unpooled.copiedBuffer(STREAM, split, STREAM.length - split));
      ByteBuf first = channel.readInbound();
      ByteBuf second = channel.readInbound();
      assertEquals(45, first.readableBytes(), "split " + split);
      assertEquals("fffffffe0000000b", ByteBufUtil.hexDump(second), "split " + split);
      first.release();
      second.release();
      assertNull(channel.readInbound());
      channel.finishAndReleaseAll();
    }
  }

  @Test
  void takesACommandOnlyAsTheFirstBytes() {
    EmbeddedChannel channel = new EmbeddedChannel(ZkFrameDecoder.forServer(1000));
    channel.writeInbound(Unpooled.copiedBuffer("ruok\nmore", StandardCharsets.US_ASCII));
    assertEquals(FourLetterWord.RUOK, channel.readInbound());
    assertNull(channel.readInbound());
    channel.finishAndReleaseAll();
    EmbeddedChannel client = new EmbeddedChannel(ZkFrameDecoder.forClient(1000));
    assertThrows(
        CorruptedFrameException.class,
        () -> client.writeInbound(Unpooled.copiedBuffer("ruok", StandardCharsets.US_ASCII)));
    client.finishAndReleaseAll();
  }

  @Test
  void refusesALengthOutOfBoundsAndNamesIt() {
    for (int length : new int[] {1001, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      EmbeddedChannel channel = new EmbeddedChannel(ZkFrameDecoder.forServer(1000));
      CorruptedFrameException e =
          assertThrows(
              CorruptedFrameException.class,
              () -> channel.writeInbound(Unpooled.buffer().writeInt(length).writeLong(0)));
      assertTrue(
          String.valueOf(e.getMessage())
              .startsWith("Len error: " + length + " (expected: 0..1000) from "),
          "length " + length);
      channel.finishAndReleaseAll();
    }
  }
}
