package io.castellan.server.zk.store;

import io.castellan.server.storage.AppendFile;
import io.castellan.server.storage.Directories;
import io.castellan.server.storage.StorageException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays the logs after a snapshot, in order, and leaves them so that the next transaction can be
 * written.
 */
final class LogReplay {
  private static final Logger log = LoggerFactory.getLogger(LogReplay.class);
  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int CLOCK_EVERY = 1024;
  private static final int EPOCH_SHIFT = 32;

  private final TreeSink sink;
  private final int maxLengthBytes;
  private final LongSupplier nanoTime;
  private long lastZxid;
  private long replayedCount;
  private long nextProgressNanos;
  private @Nullable Path previousFile;

  LogReplay(TreeSink sink, int maxLengthBytes, long snapshotZxid, LongSupplier nanoTime) {
    this.sink = sink;
    this.maxLengthBytes = maxLengthBytes;
    this.lastZxid = snapshotZxid;
    this.nanoTime = nanoTime;
    this.nextProgressNanos = nanoTime.getAsLong() + PROGRESS_NANOS;
  }

  long lastZxid() {
    return lastZxid;
  }

  long replayedCount() {
    return replayedCount;
  }

  /** Replays what the sink has not seen yet. */
  void replay(List<StoreLayout.ZxidFile> logs) {
    int first = 0;
    while (first + 1 < logs.size() && logs.get(first + 1).zxid() <= lastZxid + 1) {
      first++;
    }
    for (int i = first; i < logs.size(); i++) {
      replayFile(logs.get(i), i == logs.size() - 1);
    }
  }

  private void replayFile(StoreLayout.ZxidFile log, boolean newest) {
    Path file = log.path();
    try (LogFileReader reader = new LogFileReader(log, maxLengthBytes, newest)) {
      for (LogFileReader.Entry entry = reader.next(); entry != null; entry = reader.next()) {
        if (entry.zxid() > lastZxid) {
          if (reader.entryCount() == 1) {
            refuseGap(file, entry.zxid());
          }
          sink.replay(reader.decode(entry));
          lastZxid = entry.zxid();
          replayedCount++;
          tellProgress(file);
        }
      }
      settleEnd(file, reader, newest);
    }
    previousFile = file;
  }

  /**
   * Within an epoch the counter grows by one; a file that begins later than that has lost its
   * predecessor, or its end.
   */
  private void refuseGap(Path file, long zxid) {
    boolean sameEpoch = zxid >> EPOCH_SHIFT == lastZxid >> EPOCH_SHIFT;
    if (sameEpoch && zxid != lastZxid + 1) {
      throw StorageException.refused(
          file,
          "transactions 0x"
              + Long.toHexString(lastZxid + 1)
              + " to 0x"
              + Long.toHexString(zxid - 1)
              + " are missing before it; what comes before is "
              + (previousFile == null ? "the snapshot" : previousFile.toString()));
    }
  }

  /**
   * Makes sure that what was read stays: the run that wrote it may have been killed before it
   * forced the last of it, and what this run writes after it is worth nothing if a power loss then
   * takes what comes before. A torn end is cut, so that an older stock server can read the file
   * too.
   */
  private static void settleEnd(Path file, LogFileReader reader, boolean newest) {
    if (reader.entryCount() == 0 && newest) {
      log.warn(
          "log has no whole transaction and is deleted file={} problem={}", file, reader.tear());
      Directories.delete(file);
    } else if (reader.endOfEntries() == 0) {
      throw StorageException.corrupt(file, 0, String.valueOf(reader.tear()));
    } else {
      try (AppendFile settled = AppendFile.open(file, reader.endOfEntries())) {
        if (reader.tear() != null) {
          log.warn(
              "torn end of a log is cut off file={} position={} problem={}",
              file,
              reader.endOfEntries(),
              reader.tear());
          settled.truncate(reader.endOfEntries());
        }
        settled.force(true);
      }
    }
  }

  private void tellProgress(Path file) {
    if (replayedCount % CLOCK_EVERY == 0 && nanoTime.getAsLong() - nextProgressNanos >= 0) {
      nextProgressNanos = nanoTime.getAsLong() + PROGRESS_NANOS;
      log.info(
          "replaying the log transactions={} zxid=0x{} file={}",
          replayedCount,
          Long.toHexString(lastZxid),
          file);
    }
  }
}
