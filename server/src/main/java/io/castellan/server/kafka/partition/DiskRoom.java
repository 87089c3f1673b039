package io.castellan.server.kafka.partition;

import io.castellan.server.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a log directory's disk has room. A full disk is no broken one: what is in the logs stays
 * readable and right, and retention goes on and makes room. So appends are refused at once while it
 * lasts, and now and then one is let through that finds out whether there is room again. (Stock
 * takes the directory offline, and stops if it was the last.)
 *
 * <p>Any thread.
 */
final class DiskRoom {
  private static final Logger log = LoggerFactory.getLogger(DiskRoom.class);

  /** How often it is looked for room. */
  private static final long RETRY_MS = 1000;

  /** With less than this free it is not even tried. */
  private static final long LEAST_BYTES = 1 << 20;

  private final Path directory;
  private final AtomicBoolean full = new AtomicBoolean();
  private final AtomicLong nextTryMs = new AtomicLong();

  DiskRoom(Path directory) {
    this.directory = directory;
  }

  /** Something could not be written for want of room. */
  void onFull(StorageException why, long monotonicMs) {
    nextTryMs.set(monotonicMs + RETRY_MS);
    if (full.compareAndSet(false, true)) {
      log.error(
          "log directory full directory={} reason={}: produce is refused until there is room, fetch"
              + " goes on",
          directory,
          why.getMessage());
    }
  }

  /** Something was written. */
  void onWritten() {
    if (full.get() && full.compareAndSet(true, false)) {
      log.info("log directory has room again directory={}", directory);
    }
  }

  /** Whether an append is to be refused without being tried. */
  boolean isFull(long monotonicMs) {
    if (!full.get()) {
      return false;
    }
    long due = nextTryMs.get();
    if (monotonicMs < due || !nextTryMs.compareAndSet(due, monotonicMs + RETRY_MS)) {
      return true;
    }
    try {
      return Files.getFileStore(directory).getUsableSpace() < LEAST_BYTES;
    } catch (IOException unreadable) {
      return false; // the append will tell
    }
  }
}
