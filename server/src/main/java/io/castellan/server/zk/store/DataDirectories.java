package io.castellan.server.zk.store;

import io.castellan.server.config.ZooDisk;
import io.castellan.server.config.ZooPurge;
import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import io.castellan.server.storage.Directories;
import io.castellan.server.storage.DirectoryLock;
import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.metrics.StoreMetrics;
import io.castellan.server.zk.metrics.ZooKeeperMetrics;
import io.castellan.server.zk.peer.TxnLogWriter;
import io.castellan.server.zk.tree.SnapshotImage;
import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.txn.LoggedTxn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories of one server, and what is done with them: recover the tree, log, write
 * snapshots, purge. Opened by the thread that starts the server; the log then belongs to the txnlog
 * lane, the snapshots and the purge to the snapshot lane.
 */
public final class DataDirectories implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DataDirectories.class);
  private static final String LOCK = ".castellan-lock";
  private static final int KIB = 1024;

  /**
   * The longest transaction that recovery believes in. Not the limit of requests, which may have
   * been lowered since, and beyond which transactions grow: the one that closes a session lists all
   * its nodes. What was acknowledged must be readable; the file's size bounds what is allocated.
   */
  private static final int MAX_RECORD_BYTES = 1 << 30;

  private final ZooDisk disk;
  private final Clock clock;
  private final StoreLayout layout;
  private final List<DirectoryLock> locks;
  private final TxnLog txnLog;
  private final StoreMetrics metrics;
  private final SnapshotSettings snapshotSettings;

  private DataDirectories(
      ZooDisk disk,
      Clock clock,
      StoreLayout layout,
      List<DirectoryLock> locks,
      ZooKeeperMetrics metrics) {
    this.disk = disk;
    this.clock = clock;
    this.layout = layout;
    this.locks = locks;
    TxnLogSettings settings =
        new TxnLogSettings(
            disk.preAllocKib() * KIB,
            disk.logSizeLimitKib() * KIB,
            disk.forceSync(),
            disk.fsyncWarningMs());
    this.snapshotSettings = SnapshotSettings.of(disk);
    this.txnLog = new TxnLog(layout, settings, clock::nanoTime, metrics.log());
    this.metrics = metrics.store();
  }

  /**
   * Takes the directories into use.
   *
   * @throws StorageException if they are missing and may not be made, are in use, or hold each
   *     other's files
   */
  public static DataDirectories open(ZooDisk disk, Clock clock, ZooKeeperMetrics metrics) {
    Path dataDir = disk.dataDir().toAbsolutePath().normalize();
    Path dataLogDir = disk.dataLogDir().toAbsolutePath().normalize();
    if (!disk.createDirs()) {
      refuseMissing(dataDir);
      refuseMissing(dataLogDir);
    }
    StoreLayout layout = StoreLayout.open(dataDir, dataLogDir);
    List<DirectoryLock> locks = new ArrayList<>();
    try {
      locks.add(DirectoryLock.acquire(dataDir, LOCK));
      if (!dataLogDir.equals(dataDir)) {
        locks.add(DirectoryLock.acquire(dataLogDir, LOCK));
      }
      return new DataDirectories(disk, clock, layout, locks, metrics);
    } catch (StorageException e) {
      locks.forEach(DirectoryLock::close);
      throw e;
    }
  }

  private static void refuseMissing(Path directory) {
    Path version2 = StoreLayout.version2(directory);
    if (!Files.isDirectory(version2)) {
      throw StorageException.refused(
          version2, "directory is missing (expected: there, zookeeper.datadir.autocreate=false)");
    }
  }

  /** Returns where snapshots are. */
  public Path snapshotDirectory() {
    return layout.snapshotDirectory();
  }

  /** Returns where logs are. */
  public Path logDirectory() {
    return layout.logDirectory();
  }

  /** Returns the log to write to, once the tree has been recovered. */
  public TxnLogWriter log() {
    return txnLog;
  }

  /**
   * Brings a tree to the end of the log: the newest snapshot that is whole, and every transaction
   * after it. A server without any data gets its first snapshot, so that from now on a missing
   * snapshot means a loss, if it may start without data at all.
   *
   * @throws StorageException if the data cannot be read, or is damaged in a way that a crash cannot
   *     explain, or is not there and {@code zookeeper.db.autocreate} is off
   */
  public void recover(ZnodeTree tree) {
    recover(tree, txn -> {});
  }

  /**
   * The same.
   *
   * @param onReplayed told of each transaction that is replayed from the log
   */
  public void recover(ZnodeTree tree, Consumer<LoggedTxn> onReplayed) {
    StoreSettings settings = new StoreSettings(MAX_RECORD_BYTES, disk.trustEmptySnapshot());
    Recovery.Recovered recovered =
        new Recovery(layout, settings, clock::nanoTime).recover(new TreeLoading(tree, onReplayed));
    metrics.onRecovered(recovered.snapshotMs(), recovered.replayMs(), recovered.replayedCount());
    if (recovered.snapshot() == null && recovered.replayedCount() == 0) {
      if (!disk.createDatabase() && !layout.mayBeEmpty()) {
        throw StorageException.refused(
            layout.snapshotDirectory(),
            "no data (expected: some, or a file named initialize in "
                + disk.dataDir()
                + ", with zookeeper.db.autocreate=false)");
      }
      writeSnapshot(new SnapshotImage(0, tree.sessions(), tree.image()));
    }
    layout.deleteInitialize();
    if (tree.digestMismatchCount() > 0) {
      log.error(
          "the tree is not what log and snapshot say it was digestMismatches={} dir={}",
          tree.digestMismatchCount(),
          layout.logDirectory());
    }
  }

  /** Returns what a member of an ensemble does with these directories besides. */
  public MemberStore memberStore() {
    return new MemberStore(
        layout,
        new StoreSettings(MAX_RECORD_BYTES, disk.trustEmptySnapshot()),
        clock::nanoTime,
        this::writeSnapshot);
  }

  /**
   * Where a snapshot is put that an administrator sends: under a name that no release takes for a
   * snapshot.
   */
  public Path restoreFile() {
    return StoreLayout.unfinished(layout.snapshotDirectory().resolve("restore"));
  }

  /**
   * Reads a snapshot from elsewhere into a tree, which then is at the zxid that stands at its end,
   * and deletes the file.
   *
   * @throws io.castellan.zk.protocol.jute.JuteException if it is not whole, or has no zxid
   * @throws StorageException if it cannot be read
   */
  public void load(Path file, ZnodeTree tree) {
    Path named =
        file.resolveSibling(file.getFileName() + SnapshotProbe.compressionByHead(file).suffix());
    TreeLoading loading = new TreeLoading(tree);
    Directories.rename(file, named);
    try {
      SnapshotReader.read(
          new StoreLayout.ZxidFile(named, 0), loading, MAX_RECORD_BYTES, clock::nanoTime);
    } finally {
      Directories.delete(named);
    }
    if (!loading.lastZxidKnown()) {
      throw new JuteException("last zxid: none (expected: at the end, as 3.9 writes it)");
    }
  }

  /** Writes a snapshot, and returns where it lies. On the snapshot lane. */
  public Path writeSnapshot(SnapshotImage image) {
    return SnapshotWriter.write(layout, new ImageSource(image), snapshotSettings);
  }

  /**
   * Writes a snapshot to be restored elsewhere: the last zxid stands at its end even without a
   * digest before it, as stock writes it when digests are off. On the snapshot lane.
   */
  public Path writeSnapshotToSend(SnapshotImage image) {
    return SnapshotWriter.write(layout, new ImageSource(image), snapshotSettings.toSend());
  }

  /** Purges from time to time, on the snapshot lane, which has not started yet. */
  public void schedulePurge(Lane lane, ZooPurge settings) {
    if (settings.intervalHours() > 0) {
      lane.execute(() -> purge(lane, settings));
    }
  }

  private void purge(Lane lane, ZooPurge settings) {
    try {
      Purge.run(layout, settings.retainCount());
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
