package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;

/** Writes an LZ4 frame of independent blocks of 64 KiB without checksums, as Java clients do. */
final class Lz4OutputStream extends BlockOutputStream {
  private static final int BLOCK_BYTES = 64 * 1024;
  private static final int BLOCK_SIZE_CODE = 4;

  /**
   * Up to here a level means the fast compressor, as in stock clients, whose default level is 9 and
   * is the fast one.
   */
  private static final int DEFAULT_LEVEL = 9;

  private final ByteBuf out;
  private final LZ4Compressor compressor;
  private final byte[] compressed;

  Lz4OutputStream(ByteBuf out, int level, boolean rightChecksum) {
    super(BLOCK_BYTES);
    this.out = out;
    LZ4Factory lz4 = LZ4Factory.fastestInstance();
    compressor = level == DEFAULT_LEVEL ? lz4.fastCompressor() : lz4.highCompressor(level);
    compressed = new byte[compressor.maxCompressedLength(BLOCK_BYTES)];
    int start = out.writerIndex();
    out.writeIntLE(Lz4InputStream.MAGIC)
        .writeByte(Lz4InputStream.VERSION_BITS | Lz4InputStream.INDEPENDENT_BIT)
        .writeByte(BLOCK_SIZE_CODE << 4);
    // KAFKA-3160: clients of magic 0 know only the hash that includes the frame's magic.
    int from = rightChecksum ? start + 4 : start;
    byte[] hashed = new byte[out.writerIndex() - from];
    out.getBytes(from, hashed);
    int hash = XXHashFactory.fastestInstance().hash32().hash(hashed, 0, hashed.length, 0);
    out.writeByte(hash >>> 8);
  }

  @Override
  void writeBlock(byte[] bytes, int length) {
    int size = compressor.compress(bytes, 0, length, compressed, 0);
    if (size < length) {
      out.writeIntLE(size).writeBytes(compressed, 0, size);
    } else {
      out.writeIntLE(length | Lz4InputStream.STORED_BIT).writeBytes(bytes, 0, length);
    }
  }

  @Override
  void writeEnd() {
    out.writeIntLE(0);
  }
}
