package io.castellan.server.kafka.log;

import io.castellan.server.storage.Directories;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of a log is on the disk, and the ways to have more of it there. Owned by the partition's
 * lane.
 *
 * <p>The recovery point only ever moves over what is forced: the records, the indexes of closed
 * segments, the snapshots of producers, the leader epochs. A recovery that begins there finds
 * everything before it in the files, and everything after it in the batches.
 */
final class Durability {
  private final Path directory;
  private final LeaderEpochs epochs;
  private long recoveryPoint;
  private long unflushedRecords;
  private long unflushedSinceMs = -1;
  private List<Path> unforcedSnapshots = new ArrayList<>();
  private boolean taskOut;

  /** How far the log is on the disk once the task that is out is done. */
  private long taskEnd;

  private boolean namesForced;

  Durability(Path directory, LeaderEpochs epochs, long recoveryPoint) {
    this.directory = directory;
    this.epochs = epochs;
    this.recoveryPoint = recoveryPoint;
  }

  long recoveryPoint() {
    return recoveryPoint;
  }

  void onAppend(long count, long nowMs) {
    unflushedRecords += count;
    unflushedSinceMs = unflushedSinceMs < 0 ? nowMs : unflushedSinceMs;
  }

  /** Files have been made, renamed or deleted: that is not on the disk yet. */
  void onNamesChanged() {
    namesForced = false;
  }

  void onSnapshot(Path snapshot) {
    unforcedSnapshots.add(snapshot);
  }

  void onTruncate(long endOffset) {
    recoveryPoint = Math.min(recoveryPoint, endOffset);
    taskEnd = Math.min(taskEnd, endOffset); // what comes there now is not what is being forced
    namesForced = false; // or the power could bring segments back behind new records
  }

  boolean isDue(LogConfig config, long nowMs) {
    return unflushedRecords >= config.flushMessages()
        || (unflushedSinceMs >= 0 && nowMs - unflushedSinceMs >= config.flushMs());
  }

  /** Forces everything. */
  void flush(Segment[] segments, long endOffset) {
    int active = segments.length - 1;
    for (int i = active; i >= 0; i--) {
      if (i == active) {
        segments[i].force();
      } else {
        segments[i].forceSealed();
      }
      if (segments[i].baseOffset() <= recoveryPoint) {
        break;
      }
    }
    unforcedSnapshots.forEach(ProducerSnapshot::force);
    unforcedSnapshots.clear();
    if (!namesForced) {
      forceNames(directory);
      namesForced = true;
    }
    epochs.writeIfDirty();
    recoveryPoint = endOffset;
    unflushedRecords = 0;
    unflushedSinceMs = -1;
  }

  /**
   * A task that forces the closed segments which are not on the disk; null if there are none, or
   * such a task is out.
   */
  @Nullable FlushTask pending(Segment[] segments) {
    long activeBase = segments[segments.length - 1].baseOffset();
    if (taskOut || recoveryPoint >= activeBase) {
      return null;
    }
    List<Segment> closed = new ArrayList<>();
    for (int i = segments.length - 2; i >= 0; i--) {
      if (segments[i].retain()) {
        closed.add(segments[i]);
      }
      if (segments[i].baseOffset() <= recoveryPoint) {
        break;
      }
    }
    List<Path> snapshots = unforcedSnapshots;
    unforcedSnapshots = new ArrayList<>();
    taskOut = true;
    taskEnd = activeBase;
    return new FlushTask(directory, closed, snapshots);
  }

  /** Forces the names of a partition's files, and that of its directory. */
  static void forceNames(Path directory) {
    Directories.force(directory);
    Directories.forceParent(directory);
  }

  void onFlushed(FlushTask task) {
    taskOut = false;
    if (task.isDone()) {
      epochs.writeIfDirty();
      recoveryPoint = Math.max(recoveryPoint, taskEnd);
    } else {
      unforcedSnapshots.addAll(task.snapshots());
    }
  }
}
