package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.storage.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a partition's directory, whichever way it was left: tidies its files up, and after an
 * unclean end reads what may not have been on disk, batch by batch, and makes indexes, leader
 * epochs and producer states anew from it.
 *
 * <p>A batch that is torn at the very end of the log is what a crash leaves: the log is cut there,
 * and says so. So is a gap of pages that the disk never got, at or after the recovery point: then
 * the power was cut, and what follows the gap goes as well, as in stock. Any other damaged batch
 * with sound ones after it is something else: cutting there would throw away records that were
 * acknowledged, so that the log refuses to open, naming file and position. (Stock cuts in every
 * case, trusting that another replica has the rest.)
 *
 * <p>For one directory, on any one thread; the log belongs to its lane afterwards.
 */
public final class LogRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);

  /**
   * What the log directory's checkpoints say of a log.
   *
   * @param clean whether the directory was left by an orderly shutdown
   * @param recoveryPoint below it all is on disk; -1 if unknown
   * @param logStartOffset the first offset, if it is not the first segment's; 0 if unknown
   * @param highWatermark -1 if unknown
   */
  public record Checkpoints(
      boolean clean, long recoveryPoint, long logStartOffset, long highWatermark) {
    /** A log of which nothing is known. */
    public static final Checkpoints NONE = new Checkpoints(false, -1, 0, -1);
  }

  /** Told how far it has come. */
  public interface Progress {
    /** Nobody listens. */
    Progress SILENT = (partition, segment, left) -> {};

    /**
     * A segment is about to be read.
     *
     * @param left how many segments of the log remain after it
     */
    void onSegment(TopicPartition partition, Path segment, int left);
  }

  /** What a log consists of when it has been opened. */
  record Opened(
      TopicPartition topicPartition,
      Path directory,
      List<Segment> segments,
      LeaderEpochs epochs,
      ProducerStates producers,
      long logStartOffset,
      long logEndOffset,
      long recoveryPoint,
      long highWatermark) {}

  private final TopicPartition topicPartition;
  private final Path directory;
  private final LogConfig config;
  private final Checkpoints checkpoints;
  private final Progress progress;
  private final long nowMs;
  private final List<Segment> segments = new ArrayList<>();
  private final ProducerStates producers;
  private final LeaderEpochs epochs;

  private LogRecovery(
      TopicPartition topicPartition,
      Path directory,
      LogConfig config,
      Checkpoints checkpoints,
      Progress progress,
      long nowMs) {
    this.topicPartition = topicPartition;
    this.directory = directory;
    this.config = config;
    this.checkpoints = checkpoints;
    this.progress = progress;
    this.nowMs = nowMs;
    this.producers = new ProducerStates(topicPartition.toString());
    this.epochs = LeaderEpochs.open(directory);
  }

  /**
   * Opens a log.
   *
   * @param directory exists; an empty one becomes an empty log
   * @param nowMs the time
   * @throws StorageException naming the file that cannot be read or trusted
   */
  static Opened open(
      TopicPartition topicPartition,
      Path directory,
      LogConfig config,
      Checkpoints checkpoints,
      Progress progress,
      long nowMs) {
    LogRecovery recovery =
        new LogRecovery(topicPartition, directory, config, checkpoints, progress, nowMs);
    boolean opened = false;
    try {
      Opened log = recovery.run();
      opened = true;
      return log;
    } finally {
      if (!opened) {
        recovery.segments.forEach(Segment::release);
      }
    }
  }

  private Opened run() {
    for (Path file : SegmentDirectory.tidy(directory)) {
      Long baseOffset = SegmentFiles.offsetOf(file.getFileName().toString());
      if (baseOffset != null) {
        segments.add(Segment.open(file, baseOffset, nowMs));
      }
    }
    dropUnused();
    if (segments.isEmpty()) {
      segments.add(Segment.create(directory, checkpoints.logStartOffset, 0, nowMs));
    }
    long end = checkpoints.clean ? openClean() : recover(firstUnsafe());
    if (end < checkpoints.logStartOffset) {
      end = startOver();
    }
    Segment[] all = segments.toArray(new Segment[0]);
    long logStart = Math.max(checkpoints.logStartOffset, segments.get(0).baseOffset());
    epochs.truncateFromEnd(end);
    epochs.truncateFromStart(logStart);
    ProducerSnapshot.deleteStray(directory, segments, end);
    new ProducerReplay(directory, all).rebuild(producers, logStart, end);
    long recoveryPoint =
        checkpoints.clean ? end : Math.max(0, Math.min(checkpoints.recoveryPoint, end));
    long highWatermark = checkpoints.highWatermark < 0 ? logStart : checkpoints.highWatermark;
    segments.forEach(Segment::closeFiles); // a broker has more of them than it may have open
    return new Opened(
        topicPartition,
        directory,
        List.copyOf(segments),
        epochs,
        producers,
        logStart,
        end,
        recoveryPoint,
        highWatermark);
  }

  /**
   * Drops empty segments whose records are in the one before them: a roll that failed half-way has
   * left them, and the log went on where it was.
   */
  private void dropUnused() {
    for (int i = 1; i < segments.size(); ) {
      Segment segment = segments.get(i);
      if (segment.sizeInBytes() > 0 || !goesOnAt(segments.get(i - 1), segment.baseOffset())) {
        i++;
        continue;
      }
      LOG.warn("empty segment within another one deleted file={}", segment.path());
      segment.deleteFiles();
      segment.release();
      segments.remove(i);
    }
  }

  /**
   * Whether a segment has an offset in a batch that begins where another one ends: an offset that
   * is only damaged does not look like that.
   */
  private boolean goesOnAt(Segment segment, long offset) {
    BatchCursor cursor =
        checkpoints.clean && segment.loadIndexes()
            ? segment.cursorFrom(offset - 1)
            : segment.cursor(0, segment.sizeInBytes());
    long end = -1;
    try {
      while (cursor.next()) {
        if (cursor.baseOffset() == end && cursor.lastOffset() >= offset) {
          return true;
        }
        end = cursor.lastOffset() + 1;
      }
    } catch (InvalidRecordException damaged) {
      LOG.debug("damaged, its recovery will tell more segment={}", segment.path(), damaged);
    }
    return false;
  }

  /**
   * Takes the indexes as they are, and reads only segments whose indexes are missing or wrong.
   * Returns the end of the log.
   */
  private long openClean() {
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      if (!segment.loadIndexes()) {
        LOG.warn("index missing or damaged, making it anew segment={}", segment.path());
        long end = recover(i, i + 1);
        if (i == segments.size() - 1) {
          return end;
        }
      }
    }
    Segment active = segments.get(segments.size() - 1);
    long end = active.baseOffset();
    BatchCursor cursor = active.cursorFromLastEntry();
    try {
      while (cursor.next()) {
        end = cursor.lastOffset() + 1;
      }
    } catch (InvalidRecordException e) {
      return recover(segments.size() - 1);
    }
    // Left cleanly, and yet torn: whoever wrote that file did not end it.
    return cursor.end() == active.sizeInBytes() ? end : recover(segments.size() - 1);
  }

  /** The first segment that holds records which may not have been on disk. */
  private int firstUnsafe() {
    int first = segments.size() - 1;
    while (first > 0 && segments.get(first).baseOffset() > checkpoints.recoveryPoint) {
      first--;
    }
    for (int i = 0; i < first; i++) {
      if (!segments.get(i).loadIndexes()) {
        LOG.warn("index missing or damaged, making it anew segment={}", segments.get(i).path());
        recover(i, i + 1);
      }
    }
    return first;
  }

  private long recover(int first) {
    return recover(first, segments.size());
  }

  /**
   * Reads segments and makes their indexes anew.
   *
   * @return the offset after the last batch
   */
  private long recover(int first, int until) {
    // The state of producers tells which transactions the markers in these segments abort.
    ProducerStates replayed = new ProducerStates(topicPartition.toString());
    Segment[] all = segments.toArray(new Segment[0]);
    new ProducerReplay(directory, all).rebuild(replayed, 0, all[first].baseOffset());
    long end = all[first].baseOffset();
    for (int i = first; i < Math.min(until, segments.size()); i++) {
      progress.onSegment(topicPartition, all[i].path(), until - 1 - i);
      end = recover(i, replayed);
      if (i < segments.size() - 1) {
        all[i].seal();
      }
    }
    return end;
  }

  private long recover(int number, ProducerStates replayed) {
    Segment segment = segments.get(number);
    segment.clearIndexes();
    long end = segment.baseOffset();
    int size = segment.sizeInBytes();
    BatchCursor cursor = new BatchCursor().over(segment.path(), segment.channel(), 0, size);
    // The offsets of batches are not covered by their checksums: order, the next segment and the
    // width of index entries bound them.
    long limit = Math.min(nextBase(number), segment.baseOffset() + Integer.MAX_VALUE + 1L);
    String problem = null;
    boolean misplaced = false;
    try {
      while (cursor.next()) {
        cursor.ensureValid();
        long base = cursor.baseOffset();
        long last = cursor.lastOffset();
        if (base < end || last < base || last >= limit) {
          misplaced = true;
          problem =
              "offsets: "
                  + base
                  + " to "
                  + last
                  + " (expected: >= "
                  + end
                  + " and < "
                  + limit
                  + ")";
          break;
        }
        end = takeNote(segment, cursor, replayed);
      }
    } catch (InvalidRecordException e) {
      problem = String.valueOf(e.getMessage());
    }
    int valid = problem == null ? cursor.end() : cursor.position();
    if (valid < size) {
      cutTail(number, valid, end, problem, misplaced);
    }
    return end;
  }

  private long nextBase(int number) {
    return number + 1 < segments.size() ? segments.get(number + 1).baseOffset() : Long.MAX_VALUE;
  }

  private long takeNote(Segment segment, BatchCursor cursor, ProducerStates replayed)
      throws InvalidRecordException {
    long end = cursor.lastOffset() + 1;
    segment.index(
        cursor.position(),
        cursor.sizeInBytes(),
        end - 1,
        new TimestampOffset(cursor.maxTimestamp(), end - 1),
        config.indexIntervalBytes());
    epochs.assign(cursor.leaderEpoch(), cursor.baseOffset());
    AbortedTxn aborted = ProducerReplay.apply(cursor, replayed);
    if (aborted != null) {
      segment.txnIndex().append(aborted);
    }
    return end;
  }

  /**
   * @param misplaced whether the batch is sound but for its offsets: no page is missing from it,
   *     however many zeros it has
   */
  private void cutTail(
      int number, int valid, long end, @Nullable String damage, boolean misplaced) {
    boolean cutShort = damage == null;
    String problem = cutShort ? "last batch is cut short" : damage;
    Segment segment = segments.get(number);
    Path sound = null;
    long soundAt = TornTail.findBatchAfter(segment, valid, end);
    if (soundAt >= 0) {
      sound = segment.path();
    }
    for (int i = number + 1; i < segments.size() && sound == null; i++) {
      if (segments.get(i).sizeInBytes() > 0) {
        sound = segments.get(i).path();
        soundAt = 0;
      }
    }
    // The file ends within the batch, or the batch has a gap: neither was ever forced. Of a log
    // without a recovery point nothing is known to have been: it is younger than a minute.
    boolean lost =
        !misplaced
            && end >= checkpoints.recoveryPoint
            && (LostPages.in(segment, valid)
                || (cutShort
                    && !segment.path().equals(sound)
                    && LostPages.isCutShort(segment, valid)));
    if (sound != null && !lost) {
      throw StorageException.corrupt(
          segment.path(),
          valid,
          "damaged in the middle, not opened: "
              + problem
              + "; records follow in "
              + sound
              + " at position "
              + soundAt);
    }
    LOG.warn(
        "torn tail cut file={} position={} bytes={} offset={} problem=\"{}\"",
        segment.path(),
        valid,
        segment.sizeInBytes() - valid,
        end,
        problem);
    segment.cutTail(valid);
    if (lost) {
      dropAfter(number);
    }
  }

  /** What was written after a gap that the power left is no part of the log. */
  private void dropAfter(int number) {
    List<Segment> gone = segments.subList(number + 1, segments.size());
    for (Segment segment : gone) {
      LOG.warn(
          "segment after lost pages deleted file={} bytes={}",
          segment.path(),
          segment.sizeInBytes());
      segment.deleteFiles();
      segment.release();
    }
    gone.clear();
  }

  /** The log ends before the point at which it should begin: nothing in it counts. */
  private long startOver() {
    LOG.warn(
        "log ends before its checkpointed start, emptied partition={} start={}",
        topicPartition,
        checkpoints.logStartOffset);
    for (Segment segment : segments) {
      segment.deleteFiles();
      segment.release();
    }
    segments.clear();
    segments.add(Segment.create(directory, checkpoints.logStartOffset, 0, nowMs));
    ProducerSnapshot.deleteAbove(directory, -1);
    epochs.clear();
    return checkpoints.logStartOffset;
  }
}
