package io.castellan.server.zk.disk;

import io.castellan.server.storage.Directories;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what recovery will not need any more. */
final class Purge {
  private static final Logger log = LoggerFactory.getLogger(Purge.class);

  private Purge() {}

  /**
   * Keep the newest snapshots and every log that may hold a transaction after the oldest of them.
   *
   * @param retainCount how many snapshots to keep
   */
  static void run(Path snapshots, Path logs, int retainCount) {
    List<ZxidFile> all = ZxidFile.list(snapshots, ZxidFile.SNAPSHOT);
    if (all.size() <= retainCount) {
      return;
    }
    List<ZxidFile> old = all.subList(0, all.size() - retainCount);
    long oldestKept = all.get(old.size()).zxid();
    // The log that was begun last before that snapshot may go on behind it.
    long firstNeeded = Long.MIN_VALUE;
    List<ZxidFile> logFiles = ZxidFile.list(logs, ZxidFile.LOG);
    for (ZxidFile file : logFiles) {
      if (file.zxid() <= oldestKept) {
        firstNeeded = file.zxid();
      }
    }
    int deleted = 0;
    for (ZxidFile file : old) {
      deleted += Directories.delete(file.path()) ? 1 : 0;
    }
    for (ZxidFile file : logFiles) {
      if (file.zxid() < firstNeeded) {
        deleted += Directories.delete(file.path()) ? 1 : 0;
      }
    }
    log.info("purged files={} snapshotsKept={} dir={}", deleted, retainCount, snapshots);
  }
}
