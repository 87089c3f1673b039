package io.castellan.server.kafka.log;

import java.nio.file.Path;
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
}
