package io.castellan.server.zk.store;

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
  /** The defaults of a stock server of 3.9. */
  public static final SnapshotSettings STOCK =
      new SnapshotSettings(true, true, SnapshotCompression.NONE);
}
