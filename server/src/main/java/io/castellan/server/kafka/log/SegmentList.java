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
  private OpenFiles openFiles = OpenFiles.UNBOUNDED;

  /** A list of at least one segment. */
  SegmentList(Path directory, List<Segment> segments, DeletionQueue deletions) {
    this.directory = directory;
    this.segments = segments.toArray(new Segment[0]);
    this.deletions = deletions;
  }

  /** Counts the open files of its segments in, now and later. */
  void countIn(OpenFiles all) {
    openFiles = all;
    for (Segment segment : segments) {
      segment.countIn(all);
    }
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
    next.countIn(openFiles);
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
    gone.forEach(segment -> segment.renameTo(SegmentFiles.DELETED));
    segments = new Segment[] {Segment.create(directory, baseOffset, 0, nowMs)};
    segments[0].countIn(openFiles);
    return gone;
  }

  /**
   * Puts the output of a compaction in its sources' place: {@code .cleaned} becomes {@code .swap},
   * the sources {@code .deleted}, {@code .swap} the segment. A crash before the first of these
   * renames leaves the sources, one after it the output, which {@link SegmentDirectory} sees to.
   *
   * @return false, with nothing done, if the sources are not all in the list, one after the other,
   *     before the last segment
   */
  boolean replace(Segment cleaned, List<Segment> sources) {
    int from = Arrays.asList(segments).indexOf(sources.get(0));
    int until = from + sources.size();
    if (from < 0
        || until >= segments.length
        || !Arrays.asList(segments).subList(from, until).equals(sources)) {
      return false;
    }
    cleaned.renameTo(SegmentFiles.SWAP);
    markDeleted(sources);
    cleaned.renameTo("");
    Segment[] replaced = new Segment[segments.length - sources.size() + 1];
    System.arraycopy(segments, 0, replaced, 0, from);
    replaced[from] = cleaned;
    cleaned.countIn(openFiles);
    System.arraycopy(segments, until, replaced, from + 1, segments.length - until);
    segments = replaced;
    return true;
  }

  /** Renames the files of segments that are out of the list. */
  static void markDeleted(List<Segment> gone) {
    gone.forEach(segment -> segment.renameTo(SegmentFiles.DELETED));
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
