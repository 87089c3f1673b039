package io.castellan.server.zk.store;

import io.castellan.server.storage.StorageException;
import io.castellan.zk.protocol.jute.JuteException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings back the state that a directory holds: the newest snapshot that is whole, and after it
 * every transaction of the logs, committed or not. Owned by the thread that starts the server.
 */
public final class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  /** How many snapshots are tried, as in stock. */
  private static final int MOST_SNAPSHOTS_TRIED = 100;

  private final StoreLayout layout;
  private final StoreSettings settings;
  private final LongSupplier nanoTime;

  /**
   * A recovery of this directory.
   *
   * @param nanoTime a monotonic clock, for the lines that tell of progress
   */
  public Recovery(StoreLayout layout, StoreSettings settings, LongSupplier nanoTime) {
    this.layout = layout;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /**
   * What was found.
   *
   * @param lastZxid of the last transaction that the sink has received; 0 if there is none
   * @param snapshot the file that the sink was loaded from, or null: then the sink has seen no
   *     {@code beginLoad}, and the caller writes a snapshot of its tree so that the directory has
   *     one
   * @param replayedCount how many transactions followed
   * @param snapshotMs how long reading the snapshot took
   * @param replayMs how long replaying the log took
   */
  public record Recovered(
      long lastZxid, @Nullable Path snapshot, long replayedCount, long snapshotMs, long replayMs) {}

  /**
   * Reads the directory into a sink. Afterwards the next transaction can be appended: torn ends
   * have been cut off.
   *
   * @throws StorageException if the directory cannot be read, or if transactions are corrupt or
   *     missing: the text names file and position
   */
  public Recovered recover(TreeSink sink) {
    long startNanos = nanoTime.getAsLong();
    layout.deleteUnfinished();
    StoreLayout.@Nullable ZxidFile snapshot = loadSnapshot(sink);
    long loadedNanos = nanoTime.getAsLong();
    List<StoreLayout.ZxidFile> logs = layout.logs();
    if (snapshot == null && !settings.trustEmptySnapshot()) {
      refuseLogsWithoutSnapshot(logs);
    }
    long snapshotZxid = snapshot == null ? 0 : snapshot.zxid();
    LogReplay replay = new LogReplay(sink, settings.maxLengthBytes(), snapshotZxid, nanoTime);
    replay.replay(logs);
    long endNanos = nanoTime.getAsLong();
    log.info(
        "data recovered snapshot={} zxid=0x{} transactions={} ms={}",
        snapshot == null ? "none" : snapshot.path(),
        Long.toHexString(replay.lastZxid()),
        replay.replayedCount(),
        TimeUnit.NANOSECONDS.toMillis(endNanos - startNanos));
    return new Recovered(
        replay.lastZxid(),
        snapshot == null ? null : snapshot.path(),
        replay.replayedCount(),
        TimeUnit.NANOSECONDS.toMillis(loadedNanos - startNanos),
        TimeUnit.NANOSECONDS.toMillis(endNanos - loadedNanos));
  }

  private StoreLayout.@Nullable ZxidFile loadSnapshot(TreeSink sink) {
    List<StoreLayout.ZxidFile> snapshots = layout.snapshots();
    int tried = 0;
    for (int i = snapshots.size() - 1; i >= 0 && tried < MOST_SNAPSHOTS_TRIED; i--, tried++) {
      StoreLayout.ZxidFile candidate = snapshots.get(i);
      try {
        SnapshotReader.read(candidate, sink, settings.maxLengthBytes(), nanoTime);
        return candidate;
      } catch (JuteException e) {
        log.warn(
            "snapshot is corrupt, an older one is tried file={} problem={}",
            candidate.path(),
            e.getMessage());
      }
    }
    if (tried > 0) {
      throw StorageException.refused(
          layout.snapshotDirectory(), "none of " + tried + " snapshots is whole");
    }
    return null;
  }

  /**
   * ZOOKEEPER-2325: a log whose snapshots have been lost would bring back only part of the tree.
   */
  private void refuseLogsWithoutSnapshot(List<StoreLayout.ZxidFile> logs) {
    for (StoreLayout.ZxidFile file : logs) {
      try (LogFileReader reader = new LogFileReader(file.path(), settings.maxLengthBytes())) {
        if (reader.next() != null) {
          throw StorageException.refused(
              file.path(),
              "transactions without any snapshot in "
                  + layout.snapshotDirectory()
                  + " (zookeeper.snapshot.trust.empty=true starts from the log alone)");
        }
      }
    }
  }
}
