package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.server.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Tells what a cut of the power leaves from other damage: a file system that had given a file its
 * size, but not all of its pages, reads zeros where they are missing, from the end of what the page
 * held when it was last written to the end of the page.
 */
final class LostPages {
  private static final int PAGE_BYTES = 4096;
  private static final int CHUNK_BYTES = 1 << 16;

  private LostPages() {}

  /**
   * Whether pages are missing from a batch that is not sound.
   *
   * @param position of the batch
   */
  static boolean in(Segment segment, int position) {
    int size = segment.sizeInBytes();
    int left = size - position - RecordBatch.LOG_OVERHEAD;
    if (left < 0) {
      return false;
    }
    int length = read(segment, position + Long.BYTES, Integer.BYTES).getInt();
    // A length that cannot be is damage of another kind, unless it is zeros too.
    int until = position + RecordBatch.LOG_OVERHEAD + (length < 0 || length > left ? 0 : length);
    for (int from = position; from < until; ) {
      int pageEnd = Math.min(size, (from / PAGE_BYTES + 1) * PAGE_BYTES);
      if (isZero(read(segment, from, pageEnd - from))) {
        return true;
      }
      from = pageEnd;
    }
    return false;
  }

  /**
   * Whether the file ends within its last batch, rather than that the batch's length is damaged:
   * with the length that there is room for, its checksum would be right.
   *
   * @param position of the batch, whose length is more than is left
   */
  static boolean isCutShort(Segment segment, int position) {
    int size = segment.sizeInBytes();
    if (size - position < RecordBatch.HEADER_SIZE) {
      return true;
    }
    int checksum = read(segment, position + RecordBatch.CRC_OFFSET, Integer.BYTES).getInt();
    CRC32C crc = new CRC32C();
    int from = position + RecordBatch.ATTRIBUTES_OFFSET;
    while (from < size) {
      ByteBuffer chunk = read(segment, from, Math.min(CHUNK_BYTES, size - from));
      from += chunk.remaining();
      crc.update(chunk);
    }
    return (int) crc.getValue() != checksum;
  }

  private static boolean isZero(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (bytes.get() != 0) {
        return false;
      }
    }
    return true;
  }

  private static ByteBuffer read(Segment segment, int position, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try {
      while (bytes.hasRemaining()) {
        if (segment.channel().read(bytes, position + bytes.position()) < 0) {
          break;
        }
      }
    } catch (IOException e) {
      throw StorageException.failed("read at position " + position, segment.path(), e);
    }
    return bytes.flip();
  }
}
