package io.castellan.server.zk.store;

import io.castellan.server.config.ZooDisk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How snapshots are written. Stock readers whose digests are on expect the last zxid only behind
 * one, so it is not written without, to a directory that one of them may be started on.
 *
 * @param digest whether the digest part is written, {@code zookeeper.digest.enabled}
 * @param lastZxid whether the last zxid part follows it, {@code
 *     zookeeper.serializeLastProcessedZxid.enabled}
 * @param lastZxidAlone whether it is written without a digest before it too: only to be sent
 * @param compression {@code zookeeper.snapshot.compression.method}
 */
public record SnapshotSettings(
    boolean digest, boolean lastZxid, boolean lastZxidAlone, SnapshotCompression compression) {
  private static final Logger log = LoggerFactory.getLogger(SnapshotSettings.class);

  /** The defaults of a stock server of 3.9. */
  public static final SnapshotSettings STOCK =
      new SnapshotSettings(true, true, SnapshotCompression.NONE);

  /** As it is written where it can be. */
  public SnapshotSettings(boolean digest, boolean lastZxid, SnapshotCompression compression) {
    this(digest, lastZxid, false, compression);
  }

  /** The same for a snapshot that is sent: it must say by itself at which zxid it is. */
  SnapshotSettings toSend() {
    return new SnapshotSettings(digest, lastZxid, true, compression);
  }

  /**
   * What the configuration says. A method of compression that does not exist is told and means none
   * at all, as in stock, whose directories must not be refused for it.
   */
  static SnapshotSettings of(ZooDisk disk) {
    SnapshotCompression compression = SnapshotCompression.fromSetting(disk.snapshotCompression());
    if (compression == null) {
      log.warn(
          "zookeeper.snapshot.compression.method: {} (expected: gz, snappy or empty), snapshots are"
              + " not compressed",
          disk.snapshotCompression());
      compression = SnapshotCompression.NONE;
    }
    return new SnapshotSettings(disk.digest(), disk.lastZxidInSnapshot(), compression);
  }
}
