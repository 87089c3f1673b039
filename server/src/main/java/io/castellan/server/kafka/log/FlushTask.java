package io.castellan.server.kafka.log;

import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The forcing of closed segments to disk, which may take seconds: to be {@link #run} on any thread
 * that may wait, then handed back to the log by {@link PartitionLog#onFlushed}, on its lane,
 * whether it has succeeded or not.
 */
public final class FlushTask implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(FlushTask.class);

  private final Path directory;
  private final List<Segment> segments;
  private final List<Path> snapshots;
  private volatile boolean done;

  /** A task for segments that have been retained for it. */
  FlushTask(Path directory, List<Segment> segments, List<Path> snapshots) {
    this.directory = directory;
    this.segments = segments;
    this.snapshots = snapshots;
  }

  /**
   * Forces everything, or gives up if one of the segments is deleted meanwhile.
   *
   * @throws io.castellan.server.storage.StorageException naming the file that could not be
   */
  @Override
  public void run() {
    try {
      for (Segment segment : segments) {
        segment.forceSealed();
      }
      for (Path snapshot : snapshots) {
        ProducerSnapshot.force(snapshot);
      }
      Durability.forceNames(directory);
      done = true;
    } catch (SegmentGoneException deleted) {
      // There is nothing to force of it any more; the next task forces what there is instead.
      LOG.debug("segment deleted before it was forced directory={}", directory, deleted);
    } finally {
      segments.forEach(Segment::release);
    }
  }

  boolean isDone() {
    return done;
  }

  /** The snapshots that are to be forced. */
  List<Path> snapshots() {
    return snapshots;
  }
}
