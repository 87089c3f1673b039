package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The two checksums of the record formats, over a region of a buffer and without copying it. */
final class Crc {
  private Crc() {}

  /** CRC-32C (Castagnoli, RFC 3720), which magic 2 uses. */
  static int castagnoli(ByteBuf buf, int index, int length) {
    return over(new CRC32C(), buf, index, length);
  }

  /** CRC-32 (IEEE 802.3), which magic 0 and 1 use. */
  static int ieee(ByteBuf buf, int index, int length) {
    return over(new CRC32(), buf, index, length);
  }

  private static int over(Checksum sum, ByteBuf buf, int index, int length) {
    // nioBuffer and not internalNioBuffer: slices of one receive buffer may be looked at by two
    // threads at once, and the
    // internal one is shared among them.
    if (buf.nioBufferCount() == 1) {
      sum.update(buf.nioBuffer(index, length));
    } else {
      for (ByteBuffer part : buf.nioBuffers(index, length)) {
        sum.update(part);
      }
    }
    return (int) sum.getValue();
  }
}
