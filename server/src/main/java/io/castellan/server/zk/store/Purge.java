package io.castellan.server.zk.store;

import io.castellan.server.storage.Directories;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what no recovery needs: snapshots but for the newest few, and logs that end before the
 * oldest of those.
 */
public final class Purge {
  /** How many snapshots are kept at least, as in stock. */
  public static final int LEAST_KEPT = 3;

  private static final Logger log = LoggerFactory.getLogger(Purge.class);

  private Purge() {}

  /**
   * Deletes old files. May run beside the server: it touches none that is open.
   *
   * @param retainCount {@code autopurge.snapRetainCount}; less than 3 counts as 3
   * @return how many files were deleted
   * @throws io.castellan.server.storage.StorageException if a file cannot be deleted
   */
  public static int run(StoreLayout layout, int retainCount) {
    List<StoreLayout.ZxidFile> snapshots = layout.snapshots();
    int drop = snapshots.size() - Math.max(retainCount, LEAST_KEPT);
    if (drop <= 0) {
      return 0;
    }
    long oldestKept = snapshots.get(drop).zxid();
    List<StoreLayout.ZxidFile> logs = layout.logs();
    int firstNeeded = 0;
    for (int i = 0; i < logs.size() && logs.get(i).zxid() <= oldestKept; i++) {
      // The last log that begins no later may hold what follows the snapshot (ZOOKEEPER-1797).
      firstNeeded = i;
    }
    // Snapshots go first: a crash in between leaves logs too many, never a snapshot without its
    // log.
    delete(snapshots.subList(0, drop));
    delete(logs.subList(0, firstNeeded));
    return drop + firstNeeded;
  }

  private static void delete(List<StoreLayout.ZxidFile> files) {
    for (StoreLayout.ZxidFile file : files) {
      Directories.delete(file.path());
      log.info("old file deleted file={}", file.path());
    }
  }
}
