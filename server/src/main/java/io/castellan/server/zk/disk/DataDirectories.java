package io.castellan.server.zk.disk;

import io.castellan.server.config.ZooDisk;
import io.castellan.server.config.ZooPurge;
import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import io.castellan.server.storage.Directories;
import io.castellan.server.storage.DirectoryLock;
import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.peer.SnapshotImage;
import io.castellan.server.zk.peer.TxnLogWriter;
import io.castellan.server.zk.tree.ZnodeTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories of one server, and what is done with them: recover the tree, log, write
 * snapshots, purge. Opened by the thread that starts the server; the log then belongs to the txnlog
 * lane, the snapshots and the purge to the snapshot lane.
 */
public final class DataDirectories implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DataDirectories.class);
  private static final String VERSION_2 = "version-2";
  private static final String LOCK = ".castellan-lock";
  private static final int KIB = 1024;

  private final ZooDisk disk;
  private final Path snapshots;
  private final Path logs;
  private final List<DirectoryLock> locks = new ArrayList<>();
  private final TxnLog txnLog;

  private DataDirectories(ZooDisk disk, Clock clock) {
    this.disk = disk;
    this.snapshots = disk.dataDir().resolve(VERSION_2);
    this.logs = disk.dataLogDir().resolve(VERSION_2);
    this.txnLog =
        new TxnLog(
            logs,
            new TxnLog.Settings(
                disk.preAllocKib() * KIB,
                disk.logSizeLimitKib() * KIB,
                disk.forceSync(),
                disk.fsyncWarningMs()),
            clock);
  }

  /**
   * Take the directories into use.
   *
   * @throws StorageException when they are missing and may not be made, are in use, or hold each
   *     other's files
   */
  public static DataDirectories open(ZooDisk disk, Clock clock) {
    DataDirectories directories = new DataDirectories(disk, clock);
    try {
      directories.open();
    } catch (StorageException e) {
      directories.close();
      throw e;
    }
    return directories;
  }

  private void open() {
    for (Path directory : List.of(snapshots, logs)) {
      if (!Files.isDirectory(directory)) {
        if (!disk.createDirs()) {
          throw StorageException.refused(
              directory,
              "directory is missing (expected: there, zookeeper.datadir.autocreate=false)");
        }
        Directories.create(directory);
      }
    }
    locks.add(DirectoryLock.acquire(disk.dataDir(), LOCK));
    if (!isSame()) {
      locks.add(DirectoryLock.acquire(disk.dataLogDir(), LOCK));
      refuse(snapshots, ZxidFile.LOG, "dataDir");
      refuse(logs, ZxidFile.SNAPSHOT, "dataLogDir");
    }
  }

  private boolean isSame() {
    return disk.dataDir()
        .toAbsolutePath()
        .normalize()
        .equals(disk.dataLogDir().toAbsolutePath().normalize());
  }

  /** ZOOKEEPER-2967: a directory that was split or joined by hand would lose its other half. */
  private static void refuse(Path directory, String prefix, String key) {
    List<ZxidFile> strangers = ZxidFile.list(directory, prefix);
    if (!strangers.isEmpty()) {
      throw StorageException.refused(
          strangers.get(0).path(), "a " + prefix + "* file in " + key + " (expected: none)");
    }
  }

  /** Where snapshots are. */
  public Path snapshotDirectory() {
    return snapshots;
  }

  /** Where logs are. */
  public Path logDirectory() {
    return logs;
  }

  /** The log to write to, once the tree was recovered. */
  public TxnLogWriter log() {
    return txnLog;
  }

  /**
   * Bring a tree to the end of the log: the newest snapshot that is whole, and every transaction
   * after it. A server without any data gets its first snapshot, so that from now on a missing
   * snapshot means a loss.
   *
   * @throws StorageException when the data cannot be read, or is damaged in a way that a crash
   *     cannot explain
   */
  public void recover(ZnodeTree tree) {
    long startNanos = System.nanoTime();
    boolean hasSnapshot = loadSnapshot(tree);
    long snapshotZxid = tree.lastZxid();
    List<ZxidFile> logFiles = logsAfter(hasSnapshot ? snapshotZxid : 0);
    long[] replayed = {0};
    for (int i = 0; i < logFiles.size(); i++) {
      boolean isNewest = i == logFiles.size() - 1;
      new TxnLogReader(logFiles.get(i).path(), isNewest)
          .read(
              txn -> {
                if (Long.compareUnsigned(txn.zxid(), tree.lastZxid()) > 0) {
                  if (!hasSnapshot && replayed[0] == 0 && !disk.trustEmptySnapshot()) {
                    throw StorageException.refused(
                        snapshots,
                        "no snapshot found, but the log has transactions (expected: a snapshot;"
                            + " zookeeper.snapshot.trust.empty=true starts without)");
                  }
                  tree.apply(txn);
                  replayed[0]++;
                }
              });
    }
    if (!hasSnapshot && replayed[0] == 0) {
      writeSnapshot(new SnapshotImage(0, tree.sessions(), tree.image()));
    }
    log.info(
        "recovered snapshotZxid=0x{} zxid=0x{} replayed={} nodes={} ms={}",
        Long.toHexString(snapshotZxid),
        Long.toHexString(tree.lastZxid()),
        replayed[0],
        tree.image().count(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
    if (tree.digestMismatchCount() > 0) {
      log.error(
          "the tree is not what the log says it was digestMismatches={} dir={}",
          tree.digestMismatchCount(),
          logs);
    }
  }

  private boolean loadSnapshot(ZnodeTree tree) {
    List<ZxidFile> found = ZxidFile.list(snapshots, ZxidFile.SNAPSHOT);
    Collections.reverse(found);
    for (ZxidFile file : found) {
      try {
        SnapshotReading.read(file, tree);
        return true;
      } catch (StorageException e) {
        log.warn("snapshot not usable, trying an older one: {}", e.getMessage());
      }
    }
    if (!found.isEmpty()) {
      throw StorageException.refused(snapshots, "none of " + found.size() + " snapshots is usable");
    }
    return false;
  }

  /** The last log that was begun at or before the first transaction needed, and those after it. */
  private List<ZxidFile> logsAfter(long zxid) {
    List<ZxidFile> all = ZxidFile.list(logs, ZxidFile.LOG);
    int first = 0;
    for (int i = 0; i < all.size(); i++) {
      if (Long.compareUnsigned(all.get(i).zxid(), zxid + 1) <= 0) {
        first = i;
      }
    }
    return all.subList(first, all.size());
  }

  /** Write a snapshot. On the snapshot lane. */
  public void writeSnapshot(SnapshotImage image) {
    SnapshotWriting.write(snapshots, image);
  }

  /** Purge from time to time, on the snapshot lane, which has not started yet. */
  public void schedulePurge(Lane lane, ZooPurge settings) {
    if (settings.intervalHours() > 0) {
      lane.execute(() -> purge(lane, settings));
    }
  }

  private void purge(Lane lane, ZooPurge settings) {
    try {
      Purge.run(snapshots, logs, settings.retainCount());
    } catch (StorageException e) {
      log.error("purge failed: {}", e.getMessage());
    }
    lane.schedule(TimeUnit.HOURS.toMillis(settings.intervalHours()), () -> purge(lane, settings));
  }

  @Override
  public void close() {
    try {
      txnLog.close();
    } finally {
      locks.forEach(DirectoryLock::close);
    }
  }
}
