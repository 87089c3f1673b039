package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.xerial.snappy.Snappy;

/**
 * Snappy blocks, by snappy-java, and the framing that its streams put around them:
 *
 * <pre>
 * 82 'S' 'N' 'A' 'P' 'P' 'Y' 00   version int32 = 1   compatible int32 = 1   then blocks: length int32, block
 * </pre>
 *
 * <p>A body without the first eight bytes is one bare block: librdkafka and others send that.
 */
final class SnappyCodec {
  static final byte[] MAGIC = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};
  static final int FRAME_HEADER = MAGIC.length + 8;
  static final int VERSION = 1;

  /**
   * The most that a block may claim to expand to. The densest element of the format turns 3 bytes
   * into 64, so that a claim beyond that is false whatever the bytes are, and nothing need be
   * allocated to find out.
   */
  private static final int MAX_EXPANSION = 22;

  private SnappyCodec() {}

  static InputStream newInputStream(ByteBuf buffer, int index, int length) throws IOException {
    if (!isFramed(buffer, index, length)) {
      byte[] block = new byte[length];
      buffer.getBytes(index, block);
      return new ByteArrayInputStream(expand(block, length));
    }
    int oldest = buffer.getInt(index + MAGIC.length + 4);
    if (oldest > VERSION) {
      throw new IOException(
          "snappy framing needs a reader of version: "
              + oldest
              + " (expected: <= "
              + VERSION
              + ")");
    }
    return new SnappyInputStream(buffer, index + FRAME_HEADER, length - FRAME_HEADER);
  }

  private static boolean isFramed(ByteBuf buffer, int index, int length) {
    if (length < FRAME_HEADER) {
      return false;
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (buffer.getByte(index + i) != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /** Expands the first {@code length} bytes of an array, which are one block. */
  static byte[] expand(byte[] block, int length) throws IOException {
    long claimed = Snappy.uncompressedLength(block, 0, length) & 0xffffffffL;
    if (claimed > (long) length * MAX_EXPANSION) {
      throw new IOException("snappy block of " + length + " bytes claims to expand to: " + claimed);
    }
    byte[] expanded = new byte[(int) claimed];
    int written = Snappy.uncompress(block, 0, length, expanded, 0);
    if (written != expanded.length) {
      throw new IOException(
          "snappy block expanded to: " + written + " (expected: " + expanded.length + ")");
    }
    return expanded;
  }
}
