package io.castellan.kafka.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class HeaderTest {

  @Test
  void requestHeaderHasOneLayoutPerVersion() {
    assertEquals(
        "0007000000000009",
        written(new RequestHeader(ApiKey.CONTROLLED_SHUTDOWN, (short) 0, 9, "c")));
    assertEquals(
        "00030000000000090001" + "63",
        written(new RequestHeader(ApiKey.METADATA, (short) 0, 9, "c")));
    assertEquals(
        "0003000c00000009ffff" + "00",
        written(new RequestHeader(ApiKey.METADATA, (short) 12, 9, null)));
  }

  @Test
  void readsWhatItWroteAndLeavesTheBody() {
    for (int version : new int[] {0, 8, 9, 12}) {
      RequestHeader header = new RequestHeader(ApiKey.METADATA, (short) version, 5, "café");
      ByteBuf buffer = Unpooled.buffer();
      header.write(buffer);
      buffer.writeByte(42);
      assertEquals(header, RequestHeader.read(buffer));
      assertEquals(42, buffer.readByte());
    }
  }

  @Test
  void skipsTagsOfAHeaderAndRefusesLyingLengths() {
    ByteBuf tagged = hex("0003000c000000090001" + "63" + "01" + "05" + "03" + "aabbcc" + "2a");
    assertEquals("c", RequestHeader.read(tagged).clientId());
    assertEquals(1, tagged.readableBytes());
    refused("RequestHeader: length: 8 (expected: <= 3)", "000300");
    refused("RequestHeader: length: 9 (expected: <= 1)", "000300000000000900" + "09" + "63");
    refused("RequestHeader: apiKey: 99 (expected: a key that is served)", "0063000000000009ffff");
    refused(
        "RequestHeader: length: 127 (expected: <= 0)", "0003000c00000009ffff" + "01" + "05" + "7f");
  }

  @Test
  void responseHeaderGainsTagsInVersionOne() {
    ByteBuf buffer = Unpooled.buffer();
    new ResponseHeader(7).write(buffer, (short) 0);
    new ResponseHeader(8).write(buffer, (short) 1);
    assertEquals("00000007" + "0000000800", ByteBufUtil.hexDump(buffer));
    assertEquals(7, ResponseHeader.read(buffer, (short) 0).correlationId());
    assertEquals(8, ResponseHeader.read(buffer, (short) 1).correlationId());
    assertEquals(0, buffer.readableBytes());
  }

  private static String written(RequestHeader header) {
    ByteBuf buffer = Unpooled.buffer();
    header.write(buffer);
    return ByteBufUtil.hexDump(buffer);
  }

  private static ByteBuf hex(String text) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(text));
  }

  private static void refused(String message, String hex) {
    ByteBuf buffer = hex(hex);
    assertEquals(
        message,
        assertThrows(DecodeException.class, () -> RequestHeader.read(buffer)).getMessage());
  }
}
