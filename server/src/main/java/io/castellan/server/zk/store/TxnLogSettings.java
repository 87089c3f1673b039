package io.castellan.server.zk.store;

/**
 * How the log is written.
 *
 * @param preallocBytes in which steps a file grows, {@code zookeeper.preAllocSize}; 0 or less for
 *     not in advance
 * @param sizeLimitBytes after which size a new file begins, {@code zookeeper.txnLogSizeLimitInKb};
 *     0 or less for no limit
 * @param forceSync whether entries are forced before they count as written, {@code
 *     zookeeper.forceSync}
 * @param fsyncWarnMs how long a force may take without a line in the log, {@code
 *     zookeeper.fsync.warningthresholdms}
 */
public record TxnLogSettings(
    long preallocBytes, long sizeLimitBytes, boolean forceSync, long fsyncWarnMs) {
  /** The defaults of a stock server. */
  public static final TxnLogSettings STOCK = new TxnLogSettings(64L << 20, -1, true, 1000);
}
