package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.InvalidRecordException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a log that is not open ends.
 *
 * @param lastOffset of the last batch
 * @param bytes its size
 * @param checksum its checksum
 */
public record LogTail(long lastOffset, int bytes, int checksum) {

  /**
   * Whether two directories hold the same log, to the last batch, as the interrupted end of a move
   * leaves them: segments may begin elsewhere in a copy, batches are the same.
   */
  public static boolean areAlike(Path one, Path other) {
    LogTail tail = of(one);
    return tail != null && tail.equals(of(other));
  }

  /** The last batch of the last segment that has any; null if none has, or it is not sound. */
  private static @Nullable LogTail of(Path directory) {
    List<Path> files = SegmentDirectory.logFiles(directory);
    for (int i = files.size() - 1; i >= 0; i--) {
      Path file = files.get(i);
      Long baseOffset = SegmentFiles.offsetOf(String.valueOf(file.getFileName()));
      Segment segment = Segment.open(file, baseOffset == null ? 0 : baseOffset, 0);
      try {
        if (segment.sizeInBytes() > 0) {
          return of(segment);
        }
      } finally {
        segment.release();
      }
    }
    return null;
  }

  private static @Nullable LogTail of(Segment segment) {
    BatchCursor cursor = segment.cursor(0, segment.sizeInBytes());
    LogTail tail = null;
    try {
      while (cursor.next()) {
        tail =
            new LogTail(
                cursor.lastOffset(),
                cursor.sizeInBytes(),
                cursor
                    .readWhole()
                    .getInt(io.castellan.kafka.protocol.record.RecordBatch.CRC_OFFSET));
      }
      return cursor.end() == segment.sizeInBytes() ? tail : null;
    } catch (InvalidRecordException e) {
      return null;
    }
  }
}
