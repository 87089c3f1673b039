package io.castellan.server.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where ZooKeeper's data lies and how it is written. The files are in {@code version-2} below both
 * directories.
 *
 * @param dataDir snapshots, and the pid file
 * @param dataLogDir the transaction log; the same as {@code dataDir} unless set
 * @param createDirs whether missing directories are made
 * @param snapCount about how many transactions lie between two snapshots
 * @param snapSizeLimitKib about how many KiB of transactions lie between two snapshots; 0 or less
 *     for no limit
 * @param preAllocKib by how many KiB a log file grows
 * @param logSizeLimitKib the size at which a log file rolls; 0 or less for no limit
 * @param forceSync whether a write is forced to disk before it is answered
 * @param fsyncWarningMs a force that takes longer is logged
 * @param trustEmptySnapshot whether logs without a snapshot are opened
 * @param createDatabase whether a server without any data may start, {@code initialize} or not
 * @param digest whether the digest of the tree goes into log and snapshots
 * @param snapshotCompression how snapshots are compressed: {@code gz}, {@code snappy}, or empty
 * @param lastZxidInSnapshot whether snapshots end with the last zxid, as those of 3.9 do
 * @param closeSessionTxn whether the log names the ephemerals that a closed session takes with it
 */
public record ZooDisk(
    Path dataDir,
    Path dataLogDir,
    boolean createDirs,
    int snapCount,
    long snapSizeLimitKib,
    long preAllocKib,
    long logSizeLimitKib,
    boolean forceSync,
    long fsyncWarningMs,
    boolean trustEmptySnapshot,
    boolean createDatabase,
    boolean digest,
    String snapshotCompression,
    boolean lastZxidInSnapshot,
    boolean closeSessionTxn) {
  private static final int MIN_SNAP_COUNT = 2;

  static ZooDisk of(Settings settings) {
    String dataDir = settings.getString("dataDir");
    if (dataDir == null) {
      throw new ConfigException("dataDir: not set (expected: a directory)");
    }
    @Nullable String dataLogDir = settings.getString("dataLogDir");
    return new ZooDisk(
        Path.of(dataDir),
        Path.of(dataLogDir == null ? dataDir : dataLogDir),
        settings.getBoolean("zookeeper.datadir.autocreate"),
        Math.max(settings.getInt("zookeeper.snapCount"), MIN_SNAP_COUNT),
        settings.getLong("zookeeper.snapSizeLimitInKb"),
        settings.getLong("zookeeper.preAllocSize"),
        settings.getLong("zookeeper.txnLogSizeLimitInKb"),
        !settings.getText("zookeeper.forceSync").equals("no"),
        settings.getLong("zookeeper.fsync.warningthresholdms"),
        settings.getBoolean("zookeeper.snapshot.trust.empty"),
        settings.getBoolean("zookeeper.db.autocreate"),
        settings.getBoolean("zookeeper.digest.enabled"),
        settings.getText("zookeeper.snapshot.compression.method").trim(),
        settings.getBoolean("zookeeper.serializeLastProcessedZxid.enabled"),
        settings.getBoolean("zookeeper.closeSessionTxn.enabled"));
  }
}
