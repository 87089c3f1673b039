package io.castellan.server.zk.store;

import io.castellan.server.storage.Directories;
import java.util.ArrayList;
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
    List<StoreLayout.ZxidFile> obsolete = obsolete(layout, retainCount);
    for (StoreLayout.ZxidFile file : obsolete) {
      delete(file);
      log.info("old file deleted file={}", file.path());
    }
    return obsolete.size();
  }

  /**
   * Returns what may be deleted, in an order that a crash may interrupt anywhere: snapshots first,
   * so that it leaves logs too many, and never a snapshot without its log.
   *
   * @param retainCount how many snapshots are kept; less than 3 counts as 3
   */
  public static List<StoreLayout.ZxidFile> obsolete(StoreLayout layout, int retainCount) {
    List<StoreLayout.ZxidFile> snapshots = layout.snapshots();
    int drop = firstToKeep(snapshots, Math.max(retainCount, LEAST_KEPT));
    if (drop <= 0) {
      return List.of();
    }
    long oldestKept = snapshots.get(drop).zxid();
    List<StoreLayout.ZxidFile> logs = layout.logs();
    int firstNeeded = 0;
    for (int i = 0; i < logs.size() && logs.get(i).zxid() <= oldestKept; i++) {
      // The last log that begins no later may hold what follows the snapshot (ZOOKEEPER-1797).
      firstNeeded = i;
    }
    List<StoreLayout.ZxidFile> obsolete = new ArrayList<>(snapshots.subList(0, drop));
    obsolete.addAll(logs.subList(0, firstNeeded));
    return obsolete;
  }

  /**
   * Returns which snapshot is the oldest to keep, 0 if all are. Pieces of snapshots, which a crash
   * of a stock server leaves, are not counted, as in stock: three of them would otherwise take the
   * place of the last whole ones.
   */
  private static int firstToKeep(List<StoreLayout.ZxidFile> snapshots, int keepCount) {
    int whole = 0;
    for (int i = snapshots.size() - 1; i > 0; i--) {
      if (SnapshotProbe.problem(snapshots.get(i).path()) == null && ++whole == keepCount) {
        return i;
      }
    }
    return 0;
  }

  /** Deletes a file; on return it stays deleted. */
  public static void delete(StoreLayout.ZxidFile file) {
    Directories.delete(file.path());
  }
}
