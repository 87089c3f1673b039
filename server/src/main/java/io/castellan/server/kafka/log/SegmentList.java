package io.castellan.server.kafka.log;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The segments of a log in the order of their offsets; never none, the last is the one that grows.
 * Owned by the partition's lane, but for {@link #array}, which may be handed to readers: a change
 * makes another one.
 */
final class SegmentList {
  private final Path directory;
  private final DeletionQueue deletions;
  private Segment[] segments;

  /** A list of at least one segment. */
  SegmentList(Path directory, List<Segment> segments, DeletionQueue deletions) {
    this.directory = directory;
    this.segments = segments.toArray(new Segment[0]);
    this.deletions = deletions;
  }

  Segment[] array() {
    return segments;
  }

  Segment first() {
    return segments[0];
  }

  Segment active() {
    return segments[segments.length - 1];
  }

  int count() {
    return segments.length;
  }

  /** Adds an empty segment at the end. */
  void add(long baseOffset, LogConfig config, long nowMs) {
    Segment next =
        Segment.create(
            directory, baseOffset, config.preallocate() ? config.segmentBytes() : 0, nowMs);
    segments = Arrays.copyOf(segments, segments.length + 1);
    segments[segments.length - 1] = next;
  }

  /** Takes the oldest ones out of the list. */
  List<Segment> dropFirst(int count) {
    List<Segment> gone = List.of(Arrays.copyOf(segments, count));
    segments = Arrays.copyOfRange(segments, count, segments.length);
    return gone;
  }

  /** Takes those that begin after an offset out of the list. */
  List<Segment> dropAfter(long offset) {
    int kept = segments.length;
    while (segments[kept - 1].baseOffset() > offset) {
      kept--;
    }
    List<Segment> gone = List.of(Arrays.copyOfRange(segments, kept, segments.length));
    segments = Arrays.copyOf(segments, kept);
    return gone;
  }

  /** Takes all out of the list, renames their files and begins again with an empty segment. */
  List<Segment> replaceAll(long baseOffset, long nowMs) {
    List<Segment> gone = List.of(segments);
    // Before the new one is made: it may have the name of one of them.
    gone.forEach(segment -> segment.renameWithSuffix(SegmentFiles.DELETED));
    segments = new Segment[] {Segment.create(directory, baseOffset, 0, nowMs)};
    return gone;
  }

  /** Renames the files of segments that are out of the list. */
  static void markDeleted(List<Segment> gone) {
    gone.forEach(segment -> segment.renameWithSuffix(SegmentFiles.DELETED));
  }

  /**
   * Has the files of segments that are out of the list, and renamed, deleted at a time or later.
   */
  void deleteAt(List<Segment> gone, long dueMs) {
    for (Segment segment : gone) {
      deletions.add(
          dueMs,
          () -> {
            segment.deleteFiles();
            segment.release();
          });
    }
  }

  /** Lets go of all files. */
  void release() {
    for (Segment segment : segments) {
      segment.release();
    }
  }
}
