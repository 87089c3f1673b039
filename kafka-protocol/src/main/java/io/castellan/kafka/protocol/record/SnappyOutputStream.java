package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import org.xerial.snappy.Snappy;

/** Writes a framed snappy body in blocks of 32 KiB, as Java clients do. */
final class SnappyOutputStream extends BlockOutputStream {
  private static final int BLOCK_BYTES = 32 * 1024;

  private final ByteBuf out;
  private final byte[] compressed = new byte[Snappy.maxCompressedLength(BLOCK_BYTES)];

  SnappyOutputStream(ByteBuf out) {
    super(BLOCK_BYTES);
    this.out = out;
    out.writeBytes(SnappyCodec.MAGIC).writeInt(SnappyCodec.VERSION).writeInt(SnappyCodec.VERSION);
  }

  @Override
  void writeBlock(byte[] bytes, int length) throws IOException {
    int size = Snappy.compress(bytes, 0, length, compressed, 0);
    out.writeInt(size).writeBytes(compressed, 0, size);
  }

  @Override
  void writeEnd() {}
}
