package io.castellan.server.zk.metrics;

import static io.castellan.server.metrics.Summary.Detail.BASIC;

import io.castellan.server.metrics.MetricRegistry;
import io.castellan.server.metrics.Summary;

/**
 * What is counted of snapshots and of the start. Owned by the thread that starts the server, and
 * from then on by the snapshot lane.
 */
public final class StoreMetrics {
  private final Summary recoveryMs;
  private final Summary snapshotLoadMs;
  private final Summary txnsLoadMs;
  private final Summary txnsLoaded;
  private final Summary snapshotMs;

  StoreMetrics(MetricRegistry registry) {
    recoveryMs = registry.summary("dbinittime", BASIC);
    snapshotLoadMs = registry.summary("startup_snap_load_time", BASIC);
    txnsLoadMs = registry.summary("startup_txns_load_time", BASIC);
    txnsLoaded = registry.summary("startup_txns_loaded", BASIC);
    snapshotMs = registry.summary("snapshottime", BASIC);
  }

  /**
   * The tree was brought back from the disk.
   *
   * @param snapshotMs how long reading the snapshot took
   * @param logMs how long replaying the log took
   * @param txnCount how many transactions it held
   */
  public void onRecovered(long snapshotMs, long logMs, long txnCount) {
    recoveryMs.add(snapshotMs + logMs);
    snapshotLoadMs.add(snapshotMs);
    if (txnCount > 0) {
      txnsLoadMs.add(logMs);
      txnsLoaded.add(txnCount);
    }
  }

  /** A snapshot was written. */
  public void onSnapshotWritten(long tookMs) {
    snapshotMs.add(tookMs);
  }
}
