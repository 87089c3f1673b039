package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Reads the blocks of a framed snappy body, one at a time. */
final class SnappyInputStream extends InputStream {
  private static final byte[] NOTHING = {};

  private final ByteBuf buffer;
  private final int until;
  private int index;
  private byte[] compressed = NOTHING;
  private byte[] block = NOTHING;
  private int blockIndex;

  SnappyInputStream(ByteBuf buffer, int index, int length) {
    this.buffer = buffer;
    this.index = index;
    this.until = index + length;
  }

  @Override
  public int read() throws IOException {
    return fill() ? block[blockIndex++] & 0xff : -1;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, block.length - blockIndex);
    System.arraycopy(block, blockIndex, to, offset, count);
    blockIndex += count;
    return count;
  }

  private boolean fill() throws IOException {
    while (blockIndex == block.length) {
      if (index == until) {
        return false;
      }
      if (until - index < 4) {
        throw new IOException("snappy framing cut short");
      }
      int length = buffer.getInt(index);
      if (until - index >= SnappyCodec.FRAME_HEADER
          && buffer.getLong(index) == 0x82534e4150505900L) {
        // Streams may be joined: a header between blocks is skipped, as snappy-java does.
        index += SnappyCodec.FRAME_HEADER;
        continue;
      }
      if (length < 0 || length > until - index - 4) {
        throw new IOException(
            "snappy block length: " + length + " (expected: 0 to " + (until - index - 4) + ")");
      }
      if (compressed.length < length) {
        compressed = new byte[length];
      }
      buffer.getBytes(index + 4, compressed, 0, length);
      index += 4 + length;
      block = SnappyCodec.expand(compressed, length);
      blockIndex = 0;
    }
    return true;
  }
}
