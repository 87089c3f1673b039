package io.castellan.server.zk.store;

import io.castellan.zk.protocol.jute.JuteLimits;

/**
 * How a directory is read when a server starts.
 *
 * @param maxLengthBytes the longest transaction, path or data to accept, see {@link
 *     JuteLimits#maxLengthBytes}
 * @param trustEmptySnapshot whether a log without any snapshot is taken as the whole history,
 *     {@code zookeeper.snapshot.trust.empty}
 */
public record StoreSettings(int maxLengthBytes, boolean trustEmptySnapshot) {
  /** The defaults of a stock server. */
  public static final StoreSettings STOCK =
      new StoreSettings(JuteLimits.DEFAULT_MAX_LENGTH_BYTES, false);
}
