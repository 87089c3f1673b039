package io.castellan.server.zk.store;

import io.castellan.server.config.ZooDisk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How snapshots are written. Stock readers expect the last zxid only behind a digest, so it is not
 * written without one.
 *
 * @param digest whether the digest part is written, {@code zookeeper.digest.enabled}
 * @param lastZxid whether the last zxid part follows it, {@code
 *     zookeeper.serializeLastProcessedZxid.enabled}
 * @param compression {@code zookeeper.snapshot.compression.method}
 */
public record SnapshotSettings(boolean digest, boolean lastZxid, SnapshotCompression compression) {
  private static final Logger log = LoggerFactory.getLogger(SnapshotSettings.class);

  /** The defaults of a stock server of 3.9. */
  public static final SnapshotSettings STOCK =
      new SnapshotSettings(true, true, SnapshotCompression.NONE);

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
