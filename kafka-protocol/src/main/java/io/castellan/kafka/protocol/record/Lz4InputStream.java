package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Reads an LZ4 frame of independent blocks:
 *
 * <pre>
 * magic 0x184D2204 (LE), FLG, BD, [content size int64], header checksum; blocks: size int32 (LE, top bit: stored), bytes, [checksum]; 0; [content checksum]
 * </pre>
 *
 * <p>The header's checksum is the second byte of the xxHash32 over the header without its magic.
 * The first Kafka clients hashed from four bytes too early (KAFKA-3160), so that in entries of
 * magic 0 it may be either and is not verified; elsewhere a wrong one is refused, since consumers
 * would refuse it. A content checksum is stepped over: the batch's CRC covers it as well.
 */
final class Lz4InputStream extends InputStream {
  static final int MAGIC = 0x184D2204;
  static final int STORED_BIT = 0x80000000;
  static final int VERSION_BITS = 0x40;
  static final int INDEPENDENT_BIT = 0x20;
  static final int BLOCK_CHECKSUM_BIT = 0x10;
  static final int CONTENT_SIZE_BIT = 0x08;
  static final int DICTIONARY_BIT = 0x01;
  private static final byte[] NOTHING = {};

  private final LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();
  private final ByteBuf buffer;
  private final int until;
  private final boolean blockChecksums;
  private final int maxBlockBytes;
  private int index;
  private byte[] compressed = NOTHING;
  private byte[] block = NOTHING;
  private int blockIndex;
  private int blockEnd;
  private boolean ended;

  Lz4InputStream(ByteBuf buffer, int index, int length, boolean verifyHeader) throws IOException {
    this.buffer = buffer;
    this.until = index + length;
    if (length < 7) {
      throw new IOException("LZ4 frame header cut short: " + length + " bytes (expected: >= 7)");
    }
    int magic = buffer.getIntLE(index);
    if (magic != MAGIC) {
      throw new IOException(String.format("LZ4 frame magic: %08x (expected: %08x)", magic, MAGIC));
    }
    int flags = buffer.getByte(index + 4) & 0xff;
    if ((flags & 0xc0) != VERSION_BITS) {
      throw new IOException("LZ4 frame version: " + (flags >>> 6) + " (expected: 1)");
    }
    if ((flags & INDEPENDENT_BIT) == 0) {
      throw new IOException("LZ4 frame with dependent blocks (expected: independent blocks)");
    }
    if ((flags & DICTIONARY_BIT) != 0) {
      throw new IOException("LZ4 frame with a dictionary (expected: none)");
    }
    blockChecksums = (flags & BLOCK_CHECKSUM_BIT) != 0;
    int blockSize = (buffer.getByte(index + 5) >>> 4) & 0x7;
    if (blockSize < 4) {
      throw new IOException("LZ4 frame block size code: " + blockSize + " (expected: 4 to 7)");
    }
    maxBlockBytes = 1 << (8 + 2 * blockSize);
    int headerBytes = (flags & CONTENT_SIZE_BIT) != 0 ? 15 : 7;
    if (length < headerBytes) {
      throw new IOException(
          "LZ4 frame header cut short: " + length + " bytes (expected: >= " + headerBytes + ")");
    }
    if (verifyHeader) {
      verifyHeader(index, headerBytes);
    }
    this.index = index + headerBytes;
  }

  private void verifyHeader(int frame, int headerBytes) throws IOException {
    byte[] descriptor = new byte[headerBytes - 5];
    buffer.getBytes(frame + 4, descriptor);
    int computed =
        XXHashFactory.fastestInstance().hash32().hash(descriptor, 0, descriptor.length, 0) >>> 8
            & 0xff;
    int stored = buffer.getByte(frame + headerBytes - 1) & 0xff;
    if (computed != stored) {
      throw new IOException(
          String.format(
              "LZ4 frame header checksum: %02x (expected: %02x as computed)", stored, computed));
    }
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
    int count = Math.min(length, blockEnd - blockIndex);
    System.arraycopy(block, blockIndex, to, offset, count);
    blockIndex += count;
    return count;
  }

  private boolean fill() throws IOException {
    while (blockIndex == blockEnd) {
      if (ended) {
        return false;
      }
      readBlock();
    }
    return true;
  }

  private void readBlock() throws IOException {
    if (until - index < 4) {
      throw new IOException("LZ4 frame cut short before its end mark");
    }
    int field = buffer.getIntLE(index);
    index += 4;
    blockIndex = 0;
    blockEnd = 0;
    if (field == 0) {
      ended = true;
      return;
    }
    int size = field & ~STORED_BIT;
    int withChecksum = blockChecksums ? size + 4 : size;
    if (size > maxBlockBytes || withChecksum > until - index) {
      throw new IOException(
          "LZ4 block size: "
              + size
              + " (expected: <= "
              + Math.min(maxBlockBytes, until - index)
              + ")");
    }
    if (compressed.length < size) {
      compressed = new byte[size];
    }
    buffer.getBytes(index, compressed, 0, size);
    if (blockChecksums) {
      verify(size);
    }
    index += withChecksum;
    if ((field & STORED_BIT) != 0) {
      byte[] stored = compressed;
      compressed = block;
      block = stored;
      blockEnd = size;
      return;
    }
    if (block.length < maxBlockBytes) {
      // The densest sequence of the format turns one byte into 255.
      block = new byte[(int) Math.min(maxBlockBytes, size * 255L + 64)];
    }
    try {
      blockEnd = decompressor.decompress(compressed, 0, size, block, 0, block.length);
    } catch (LZ4Exception e) {
      throw new IOException("LZ4 block does not decode: " + e.getMessage(), e);
    }
  }

  private void verify(int size) throws IOException {
    XXHash32 hash = XXHashFactory.fastestInstance().hash32();
    int computed = hash.hash(compressed, 0, size, 0);
    int stored = buffer.getIntLE(index + size);
    if (computed != stored) {
      throw new IOException(
          String.format("LZ4 block checksum: %08x (expected: %08x as computed)", stored, computed));
    }
  }
}
