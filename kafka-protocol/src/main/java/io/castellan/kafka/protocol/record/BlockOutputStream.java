package io.castellan.kafka.protocol.record;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** Gathers what is written into blocks of one size, which a codec then compresses one by one. */
abstract class BlockOutputStream extends OutputStream {
  private final byte[] block;
  private int filled;
  private boolean closed;

  BlockOutputStream(int blockBytes) {
    block = new byte[blockBytes];
  }

  /** Compresses the first {@code length} bytes of a block; at least one. */
  abstract void writeBlock(byte[] bytes, int length) throws IOException;

  /** Ends the frame, after the last block. */
  abstract void writeEnd() throws IOException;

  @Override
  public final void write(int b) throws IOException {
    block[filled++] = (byte) b;
    if (filled == block.length) {
      drain();
    }
  }

  @Override
  public final void write(byte[] from, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, from.length);
    int at = offset;
    int left = length;
    while (left > 0) {
      int count = Math.min(left, block.length - filled);
      System.arraycopy(from, at, block, filled, count);
      filled += count;
      at += count;
      left -= count;
      if (filled == block.length) {
        drain();
      }
    }
  }

  @Override
  public final void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    drain();
    writeEnd();
  }

  private void drain() throws IOException {
    if (filled > 0) {
      writeBlock(block, filled);
      filled = 0;
    }
  }
}
