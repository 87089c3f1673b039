package io.castellan.server.zk.admin;

import com.sun.management.UnixOperatingSystemMXBean;
import io.castellan.server.zk.peer.Ensemble;
import io.castellan.server.zk.request.Clients;
import io.castellan.server.zk.request.Latency;
import java.lang.management.ManagementFactory;

/** The text of {@code mntr}: the metrics of ZooKeeper 3.6 and later that this server measures. */
final class MonitorText {
  private MonitorText() {}

  static String of(Clients clients, Ensemble ensemble, long startedMs) {
    StringBuilder text = new StringBuilder();
    Latency latency = clients.stats().latency();
    line(text, "version", ServerVersion.TEXT);
    line(text, "server_state", ensemble.role().mode());
    line(text, "ephemerals_count", ensemble.tree().ephemerals().count());
    line(text, "num_alive_connections", clients.all().size());
    line(text, "avg_latency", StatText.average(latency));
    line(text, "outstanding_requests", clients.outstanding().count());
    line(text, "znode_count", StatText.nodeCount(ensemble));
    line(text, "global_sessions", ensemble.tree().sessions().size());
    line(text, "packets_sent", clients.stats().sent());
    line(text, "packets_received", clients.stats().received());
    line(text, "watch_count", ensemble.watches().dataWatchCount());
    line(text, "min_latency", latency.minMs());
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      line(text, "max_file_descriptor_count", unix.getMaxFileDescriptorCount());
      line(text, "open_file_descriptor_count", unix.getOpenFileDescriptorCount());
    }
    // As a stock server counts: the root once more, under the name "/".
    line(text, "approximate_data_size", ensemble.tree().image().pathAndDataBytes() + 1);
    line(text, "uptime", ensemble.lane().clock().monotonicMs() - startedMs);
    line(text, "max_latency", latency.maxMs());
    line(text, "digest_mismatches_count", ensemble.tree().digestMismatchCount());
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append("zk_").append(name).append('\t').append(value).append('\n');
  }
}
