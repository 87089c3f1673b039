package io.castellan.server.kafka.log;

import io.castellan.server.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the files in a partition's directory are named. */
final class SegmentFiles {
  static final String LOG = ".log";
  static final String OFFSET_INDEX = ".index";
  static final String TIME_INDEX = ".timeindex";
  static final String TXN_INDEX = ".txnindex";
  static final String SNAPSHOT = ".snapshot";

  /** A file that is out of use and will be removed. */
  static final String DELETED = ".deleted";

  /** The output of a compaction that has not ended. */
  static final String CLEANED = ".cleaned";

  /** The output of a compaction that has ended and is to take its sources' place. */
  static final String SWAP = ".swap";

  private static final int DIGITS = 20;

  private SegmentFiles() {}

  /** The file of an offset: 20 digits and a suffix. */
  static Path path(Path directory, long offset, String suffix) {
    return directory.resolve(name(offset) + suffix);
  }

  static String name(long offset) {
    String digits = Long.toString(offset);
    return "0".repeat(DIGITS - digits.length()) + digits;
  }

  /** The offset in a file's name up to its first dot, or null if that is no number. */
  static @Nullable Long offsetOf(String fileName) {
    int dot = fileName.indexOf('.');
    if (dot <= 0) {
      return null;
    }
    for (int i = 0; i < dot; i++) {
      if (fileName.charAt(i) < '0' || fileName.charAt(i) > '9') {
        return null;
      }
    }
    try {
      return Long.parseLong(fileName.substring(0, dot));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * Makes the empty files of a segment, in place of those of the same offset. All that a stock
   * broker makes: so it finds them when it opens the directory after a crash. Their names are
   * forced with the first flush, as the records are. If one of them cannot be made, none is left: a
   * log file without a segment would hide the records that the segment before it gets instead.
   *
   * @param suffix of their names, {@link #CLEANED} for the output of a compaction
   */
  static void createEmpty(Path directory, long offset, String suffix) {
    try {
      createEmpty(path(directory, offset, LOG + suffix));
      createEmpty(path(directory, offset, OFFSET_INDEX + suffix));
      createEmpty(path(directory, offset, TIME_INDEX + suffix));
      delete(path(directory, offset, TXN_INDEX + suffix));
    } catch (StorageException e) {
      deleteAll(directory, offset, suffix, e);
      throw e;
    }
  }

  /**
   * Deletes what there is of the files of a segment that could not be made.
   *
   * @param why it could not, told of what cannot be deleted either: {@link LogRecovery} sees to
   *     that
   */
  static void deleteAll(Path directory, long offset, String suffix, StorageException why) {
    for (String kind : List.of(LOG, OFFSET_INDEX, TIME_INDEX, TXN_INDEX)) {
      try {
        delete(path(directory, offset, kind + suffix));
      } catch (StorageException e) {
        why.addSuppressed(e);
      }
    }
  }

  private static void createEmpty(Path file) {
    try {
      Files.newByteChannel(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)
          .close();
    } catch (IOException e) {
      throw StorageException.failed("create", file, e);
    }
  }

  /** Renames a file, whose new name is not forced yet, and returns where it is now. */
  static Path rename(Path from, Path to) {
    try {
      return Files.move(
          from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw StorageException.failed("rename to " + to.getFileName(), from, e);
    }
  }

  /** Renames a file, if there is one, and returns the new name. */
  static Path renameIfExists(Path from, Path to) {
    return Files.exists(from) ? rename(from, to) : to;
  }

  /** Deletes a file, if there is one. */
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw StorageException.failed("delete", file, e);
    }
  }
}
