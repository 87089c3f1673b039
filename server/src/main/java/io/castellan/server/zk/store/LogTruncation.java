package io.castellan.server.zk.store;

import io.castellan.server.storage.AppendFile;
import io.castellan.server.storage.Directories;
import io.castellan.server.storage.StorageException;
import java.util.List;

/**
 * Takes back transactions that a new leader does not have. To be called while no log is open; the
 * caller recovers afterwards.
 */
public final class LogTruncation {
  private LogTruncation() {}

  /**
   * Cuts the logs so that nothing after a transaction remains, and deletes the snapshots that
   * contain more.
   *
   * <p>The order makes a crash harmless: newer snapshots go first, then logs from the newest on, so
   * that what remains is at every moment a state that this server has been in.
   *
   * @param zxid the last transaction to keep
   * @throws StorageException if no snapshot would be left to start from, or the disk fails
   */
  public static void truncate(StoreLayout layout, long zxid, int maxLengthBytes) {
    List<StoreLayout.ZxidFile> snapshots = layout.snapshots();
    if (snapshots.isEmpty() || snapshots.get(0).zxid() > zxid) {
      throw StorageException.refused(
          layout.snapshotDirectory(), "no snapshot to go back to zxid 0x" + Long.toHexString(zxid));
    }
    for (int i = snapshots.size() - 1; snapshots.get(i).zxid() > zxid; i--) {
      Directories.delete(snapshots.get(i).path());
    }
    cutLogs(layout, zxid, maxLengthBytes);
  }

  /** Cuts the logs so that nothing after a transaction remains, from the newest on. */
  static void cutLogs(StoreLayout layout, long zxid, int maxLengthBytes) {
    List<StoreLayout.ZxidFile> logs = layout.logs();
    for (int i = logs.size() - 1; i >= 0; i--) {
      StoreLayout.ZxidFile file = logs.get(i);
      if (file.zxid() > zxid) {
        Directories.delete(file.path());
      } else {
        cut(file, zxid, maxLengthBytes);
        return;
      }
    }
  }

  /** Deletes all logs, from the newest on. */
  static void deleteLogs(StoreLayout layout) {
    List<StoreLayout.ZxidFile> logs = layout.logs();
    for (int i = logs.size() - 1; i >= 0; i--) {
      Directories.delete(logs.get(i).path());
    }
  }

  /** Deletes these snapshots, from the newest on, except for one that was written anew. */
  static void deleteSnapshots(List<StoreLayout.ZxidFile> snapshots, long exceptZxid) {
    for (int i = snapshots.size() - 1; i >= 0; i--) {
      if (snapshots.get(i).zxid() != exceptZxid) {
        Directories.delete(snapshots.get(i).path());
      }
    }
  }

  private static void cut(StoreLayout.ZxidFile file, long zxid, int maxLengthBytes) {
    try (LogFileReader reader = new LogFileReader(file.path(), maxLengthBytes)) {
      LogFileReader.Entry entry = reader.next();
      while (entry != null && entry.zxid() <= zxid) {
        entry = reader.next();
      }
      long keepBytes = entry == null ? reader.endOfEntries() : entry.position();
      try (AppendFile log = AppendFile.open(file.path(), keepBytes)) {
        log.truncate(keepBytes);
        log.force(true);
      }
    }
  }
}
