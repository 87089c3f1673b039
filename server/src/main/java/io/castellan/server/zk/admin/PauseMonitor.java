package io.castellan.server.zk.admin;

import io.castellan.server.config.ZooMonitoring;
import io.castellan.server.lane.Lane;
import io.castellan.server.zk.metrics.PauseMetrics;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when the whole process stands still ({@code jvm.pause.monitor}, ZOOKEEPER-3266): a lane
 * of its own that does nothing but sleep, and looks how much longer than asked it slept. Owned by
 * that lane.
 */
final class PauseMonitor {
  private static final Logger log = LoggerFactory.getLogger(PauseMonitor.class);

  private final Lane lane;
  private final ZooMonitoring config;
  private final PauseMetrics metrics;
  private long sleepsSinceNanos;

  PauseMonitor(Lane lane, ZooMonitoring config, PauseMetrics metrics) {
    this.lane = lane;
    this.config = config;
    this.metrics = metrics;
  }

  /** Begin. On the lane. */
  void sleep() {
    sleepsSinceNanos = lane.clock().nanoTime();
    lane.schedule(config.pauseSleepMs(), this::wake);
  }

  private void wake() {
    long sleptMs = TimeUnit.NANOSECONDS.toMillis(lane.clock().nanoTime() - sleepsSinceNanos);
    long pauseMs = Math.max(0, sleptMs - config.pauseSleepMs());
    metrics.onPause(pauseMs);
    if (pauseMs > config.pauseWarnMs()) {
      log.warn("the process stood still ms={}", pauseMs);
    } else if (pauseMs > config.pauseInfoMs()) {
      log.info("the process stood still ms={}", pauseMs);
    }
    sleep();
  }
}
