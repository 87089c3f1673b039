package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.server.storage.Directories;
import io.castellan.server.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tidies up what a partition's directory holds besides its segments, in the order that stock does:
 * deletions that were under way end, compactions that had not ended are undone, those that had are
 * carried through.
 */
final class SegmentDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentDirectory.class);

  private SegmentDirectory() {}

  /** Tidies up and returns the {@code .log} files in the order of their offsets. */
  static List<Path> tidy(Path directory) {
    List<Path> files = list(directory);
    if (files.stream().noneMatch(SegmentDirectory::isLeftover)) {
      // As good as always, and looked at once only: a broker opens thousands of these before it can
      // answer anybody.
      return segmentsWithoutOrphans(directory, files);
    }
    long lowestCleaned = Long.MAX_VALUE;
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.endsWith(SegmentFiles.CLEANED)) {
        Long offset = SegmentFiles.offsetOf(name);
        lowestCleaned = offset == null ? lowestCleaned : Math.min(lowestCleaned, offset);
        SegmentFiles.delete(file);
      } else if (name.endsWith(SegmentFiles.DELETED)) {
        SegmentFiles.delete(file);
      }
    }
    // A compaction renames its outputs from .cleaned to .swap from the highest offset down: what is
    // left as .cleaned says that the
    // renaming had not ended, so that the sources still hold and the outputs above it must go.
    List<Path> swaps = new ArrayList<>();
    for (Path file : list(directory)) {
      String name = file.getFileName().toString();
      if (name.endsWith(SegmentFiles.SWAP)) {
        Long offset = SegmentFiles.offsetOf(name);
        if (offset == null
            || offset >= lowestCleaned
            || !name.endsWith(SegmentFiles.LOG + SegmentFiles.SWAP)) {
          // Index files are made anew from the log file.
          SegmentFiles.delete(file);
        } else {
          swaps.add(file);
        }
      }
    }
    completeSwaps(directory, swaps);
    return segmentsWithoutOrphans(directory, list(directory));
  }

  /** The {@code .log} files of a directory in the order of their offsets; nothing is changed. */
  static List<Path> logFiles(Path directory) {
    return list(directory).stream()
        .filter(
            file -> {
              String name = file.getFileName().toString();
              return name.endsWith(SegmentFiles.LOG) && SegmentFiles.offsetOf(name) != null;
            })
        .toList();
  }

  private static boolean isLeftover(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(SegmentFiles.CLEANED)
        || name.endsWith(SegmentFiles.DELETED)
        || name.endsWith(SegmentFiles.SWAP);
  }

  private static void completeSwaps(Path directory, List<Path> swaps) {
    if (swaps.isEmpty()) {
      return;
    }
    long from = Long.MAX_VALUE;
    long until = 0;
    for (Path swap : swaps) {
      Long base = SegmentFiles.offsetOf(swap.getFileName().toString());
      long baseOffset = base == null ? 0 : base;
      from = Math.min(from, baseOffset);
      until = Math.max(until, endOf(swap, baseOffset));
    }
    for (Path file : list(directory)) {
      String name = file.getFileName().toString();
      Long offset = SegmentFiles.offsetOf(name);
      if (offset != null && offset >= from && offset < until && isSegmentFile(name)) {
        SegmentFiles.delete(file);
      }
    }
    for (Path swap : swaps) {
      String name = swap.getFileName().toString();
      Path to = directory.resolve(name.substring(0, name.length() - SegmentFiles.SWAP.length()));
      LOG.info("completing an interrupted swap file={}", to);
      Directories.rename(swap, to);
    }
  }

  /** The offset after the last batch in a file. */
  private static long endOf(Path file, long baseOffset) {
    Segment segment = Segment.open(file, baseOffset, 0);
    long end = baseOffset;
    try {
      BatchCursor cursor = segment.cursor(0, segment.sizeInBytes());
      while (cursor.next()) {
        end = cursor.lastOffset() + 1;
      }
      return end;
    } catch (InvalidRecordException e) {
      throw StorageException.corrupt(file, e.position(), String.valueOf(e.getMessage()));
    } finally {
      segment.release();
    }
  }

  private static List<Path> segmentsWithoutOrphans(Path directory, List<Path> files) {
    List<Path> logs = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      Long offset = SegmentFiles.offsetOf(name);
      if (offset == null) {
        continue;
      }
      if (name.endsWith(SegmentFiles.LOG)) {
        logs.add(file);
      } else if (isSegmentFile(name)
          && !Files.exists(SegmentFiles.path(directory, offset, SegmentFiles.LOG))) {
        LOG.warn("index without a log file deleted file={}", file);
        SegmentFiles.delete(file);
      }
    }
    return logs;
  }

  private static boolean isSegmentFile(String name) {
    return name.endsWith(SegmentFiles.LOG)
        || name.endsWith(SegmentFiles.OFFSET_INDEX)
        || name.endsWith(SegmentFiles.TIME_INDEX)
        || name.endsWith(SegmentFiles.TXN_INDEX);
  }

  private static List<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw StorageException.failed("list", directory, e);
    }
  }
}
