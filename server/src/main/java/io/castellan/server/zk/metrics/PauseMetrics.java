package io.castellan.server.zk.metrics;

import io.castellan.server.metrics.MetricRegistry;
import io.castellan.server.metrics.Summary;

/** How long the process stood still. Owned by the lane that measures it. */
public final class PauseMetrics {
  private final Summary pauseMs;

  /** Registers the metric: only where pauses are measured. */
  public PauseMetrics(MetricRegistry registry) {
    pauseMs = registry.summary("jvm_pause_time_ms", Summary.Detail.ADVANCED);
  }

  /** It stood still for so long, or hardly at all. */
  public void onPause(long ms) {
    pauseMs.add(ms);
  }
}
