package io.castellan.server.zk.admin;

import com.sun.management.UnixOperatingSystemMXBean;
import io.castellan.server.metrics.MetricRegistry;
import io.castellan.server.zk.ensemble.Leading;
import io.castellan.server.zk.ensemble.LearnerTable;
import io.castellan.server.zk.metrics.NamespaceBytes;
import io.castellan.server.zk.peer.Ensemble;
import io.castellan.server.zk.request.Clients;
import io.castellan.server.zk.tree.QuotaTotals;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** The numbers that come and go, under stock's names. */
public final class ServerGauges {
  /** A server alone creates no local sessions, as in stock. */
  private static final int LOCAL_SESSIONS = 0;

  private ServerGauges() {}

  /**
   * Adds the gauges to the metrics of a server.
   *
   * @param clients owned by the ensemble's lane
   * @param startedMs when the server started, by the lane's monotonic clock
   */
  public static void register(
      MetricRegistry registry, Clients clients, Ensemble ensemble, long startedMs) {
    registry.gauge("avg_latency", () -> StatText.averageMs(clients.stats().latency()));
    registry.gauge("min_latency", () -> clients.stats().latency().minMs());
    registry.gauge("max_latency", () -> clients.stats().latency().maxMs());
    registry.gauge("packets_received", () -> clients.stats().received());
    registry.gauge("packets_sent", () -> clients.stats().sent());
    registry.gauge("num_alive_connections", () -> clients.all().size());
    registry.gauge("outstanding_requests", () -> clients.outstanding().count());
    registry.gauge("uptime", () -> ensemble.lane().clock().monotonicMs() - startedMs);
    registry.gauge("znode_count", () -> StatText.nodeCount(ensemble));
    registry.gauge("watch_count", () -> ensemble.watches().watchCount());
    registry.gauge("ephemerals_count", () -> ensemble.tree().ephemerals().count());
    registry.gauge("approximate_data_size", () -> approximateDataBytes(ensemble));
    registry.gauge("global_sessions", () -> ensemble.tree().sessions().size());
    registry.gauge("local_sessions", () -> LOCAL_SESSIONS);
    registry.gauge(
        "connection_drop_probability", () -> clients.connectionThrottle().refusedShare());
    Supplier<QuotaTotals> quotas =
        () -> QuotaTotals.of(ensemble.tree().image(), NamespaceBytes.MAX_NAMES);
    registry.gaugeSet("quota_count_limit_per_namespace", () -> quotas.get().countLimits());
    registry.gaugeSet("quota_bytes_limit_per_namespace", () -> quotas.get().bytesLimits());
    registry.gaugeSet("quota_count_usage_per_namespace", () -> quotas.get().countUsed());
    registry.gaugeSet("quota_bytes_usage_per_namespace", () -> quotas.get().bytesUsed());
    registry.counter("digest_mismatches_count", () -> ensemble.tree().digestMismatchCount());
    if (!ensemble.isAlone()) {
      registry.gauge("learners", () -> learners(ensemble, LearnerTable::count));
      registry.gauge("synced_followers", () -> learners(ensemble, LearnerTable::syncedFollowers));
      registry.gauge("synced_observers", () -> learners(ensemble, LearnerTable::syncedObservers));
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      registry.lateGauge("open_file_descriptor_count", unix::getOpenFileDescriptorCount);
      registry.lateGauge("max_file_descriptor_count", unix::getMaxFileDescriptorCount);
    }
  }

  /** Nobody but a leader has learners. */
  private static int learners(Ensemble ensemble, ToIntFunction<LearnerTable> count) {
    return ensemble.role() instanceof Leading leading ? count.applyAsInt(leading.learners()) : 0;
  }

  /** As a stock server counts: the root once more, under the name "/". */
  static long approximateDataBytes(Ensemble ensemble) {
    return ensemble.tree().image().pathAndDataBytes() + 1;
  }
}
