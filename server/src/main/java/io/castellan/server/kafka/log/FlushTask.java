package io.castellan.server.kafka.log;

import java.nio.file.Path;
import java.util.List;

/**
 * The forcing of closed segments to disk, which may take seconds: to be {@link #run} on any thread
 * that may wait, then handed back to the log by {@link PartitionLog#onFlushed}, on its lane,
 * whether it has succeeded or not.
 */
public final class FlushTask implements Runnable {
  private final Path directory;
  private final List<Segment> segments;
  private final List<Path> snapshots;
  private final long offset;
  private volatile boolean done;

  /** A task for segments that have been retained for it. */
  FlushTask(Path directory, List<Segment> segments, List<Path> snapshots, long offset) {
    this.directory = directory;
    this.segments = segments;
    this.snapshots = snapshots;
    this.offset = offset;
  }

  /**
   * Forces everything.
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
    } finally {
      segments.forEach(Segment::release);
    }
  }

  boolean isDone() {
    return done;
  }

  /** Everything below is on disk once the task is done. */
  long offset() {
    return offset;
  }
}
