package io.castellan.kafka.protocol;

import io.netty.buffer.ByteBuf;

/**
 * The tagged fields at the end of a flexible header (KIP-482). No tag of a header means anything to
 * a broker, so all are passed over.
 */
final class TaggedSection {

  private TaggedSection() {}

  static void skip(ByteBuf in) {
    for (int tags = readUnsignedVarint(in); tags != 0; tags--) {
      readUnsignedVarint(in);
      int size = readUnsignedVarint(in);
      if (size < 0 || size > in.readableBytes()) {
        throw DecodeException.length(size, in.readableBytes());
      }
      in.skipBytes(size);
    }
  }

  static void writeEmpty(ByteBuf out) {
    out.writeByte(0);
  }

  private static int readUnsignedVarint(ByteBuf in) {
    int value = 0;
    for (int shift = 0; shift <= 28; shift += 7) {
      if (!in.isReadable()) {
        throw DecodeException.length(1, 0);
      }
      byte b = in.readByte();
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new DecodeException("varint: more than 5 bytes (expected: <= 5)");
  }
}
