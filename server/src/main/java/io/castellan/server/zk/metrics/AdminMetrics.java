package io.castellan.server.zk.metrics;

import static io.castellan.server.metrics.Summary.Detail.BASIC;

import io.castellan.server.metrics.MetricRegistry;
import io.castellan.server.metrics.SharedCounter;
import io.castellan.server.metrics.Summary;

/**
 * What the admin server counts. For any thread, except for restorations, which the admin lane
 * counts.
 */
public final class AdminMetrics {
  private final SharedCounter snapshotFailures;
  private final SharedCounter snapshotsLimited;
  private final SharedCounter restoreFailures;
  private final SharedCounter restoresLimited;
  private final Summary restoreMs;

  AdminMetrics(MetricRegistry registry) {
    snapshotFailures = registry.sharedCounter("snapshot_error_count");
    snapshotsLimited = registry.sharedCounter("snapshot_rate_limited_count");
    restoreFailures = registry.sharedCounter("restore_error_count");
    restoresLimited = registry.sharedCounter("restore_rate_limited_count");
    restoreMs = registry.summary("restore_time", BASIC);
  }

  /** A snapshot that was asked for could not be had. */
  public void onSnapshotFailed() {
    snapshotFailures.increment();
  }

  /** A snapshot was asked for too soon after another. */
  public void onSnapshotLimited() {
    snapshotsLimited.increment();
  }

  /** A snapshot could not be restored. */
  public void onRestoreFailed() {
    restoreFailures.increment();
  }

  /** A restoration was asked for too soon after another. */
  public void onRestoreLimited() {
    restoresLimited.increment();
  }

  /** The tree was replaced by a snapshot. On the admin lane. */
  public void onRestored(long tookMs) {
    restoreMs.add(tookMs);
  }
}
