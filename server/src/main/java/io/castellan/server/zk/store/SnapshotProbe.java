package io.castellan.server.zk.store;

import io.castellan.server.storage.PositionedFile;
import io.castellan.server.storage.StorageException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Judges a snapshot by a few of its bytes. Stock writes snapshots under their final names, so that
 * a crash leaves pieces of them; those need not be read to be told, and must not be counted when
 * older ones are deleted.
 */
final class SnapshotProbe {
  private static final byte[] END_MARK = {0, 0, 0, 1, '/'};
  private static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b};
  private static final byte[] SNAPPY_HEAD = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};
  private static final int SMALLEST_FILE_BYTES = 10;

  private SnapshotProbe() {}

  /**
   * Returns what shows that the file is not a whole snapshot, or null if nothing does.
   *
   * @throws StorageException if it cannot be read
   */
  static @Nullable String problem(Path path) {
    try (PositionedFile file = PositionedFile.open(path)) {
      if (file.size() < SMALLEST_FILE_BYTES) {
        return "file size: " + file.size() + " (expected: >= " + SMALLEST_FILE_BYTES + ")";
      }
      return switch (SnapshotReader.compressionOf(path)) {
        case NONE ->
            isAt(file, file.size() - END_MARK.length, END_MARK)
                ? null
                : "last bytes: not an end mark (expected: 00 00 00 01 2f)";
        case GZ -> isAt(file, 0, GZIP_HEAD) ? null : "first bytes: not those of gzip";
        case SNAPPY -> isAt(file, 0, SNAPPY_HEAD) ? null : "first bytes: not those of snappy";
      };
    }
  }

  private static boolean isAt(PositionedFile file, long position, byte[] expected) {
    byte[] found = new byte[expected.length];
    file.readFully(ByteBuffer.wrap(found), position);
    return Arrays.equals(found, expected);
  }

  /**
   * Returns how a snapshot is compressed whose name does not tell.
   *
   * @throws StorageException if it cannot be read
   */
  static SnapshotCompression compressionByHead(Path path) {
    try (PositionedFile file = PositionedFile.open(path)) {
      if (file.size() < SMALLEST_FILE_BYTES) {
        return SnapshotCompression.NONE;
      } else if (isAt(file, 0, GZIP_HEAD)) {
        return SnapshotCompression.GZ;
      }
      return isAt(file, 0, SNAPPY_HEAD) ? SnapshotCompression.SNAPPY : SnapshotCompression.NONE;
    }
  }
}
