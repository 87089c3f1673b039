package io.castellan.server.zk.admin;

import com.sun.management.UnixOperatingSystemMXBean;
import io.castellan.server.config.TextRelease;
import java.lang.management.ManagementFactory;

/** The text of {@code mntr} before 3.6: always the same lines, in this order. */
final class OldMonitorText {
  private OldMonitorText() {}

  /** What the ensemble lane knows. On that lane. */
  static String counted(TextRelease texts, AdminRooms rooms) {
    var stats = rooms.clients().stats();
    StringBuilder text = new StringBuilder(512);
    line(text, "version", ServerVersion.in(texts));
    line(text, "avg_latency", StatText.average(texts, stats.latency()));
    line(text, "max_latency", stats.latency().maxMs());
    line(text, "min_latency", stats.latency().minMs());
    line(text, "packets_received", stats.received());
    line(text, "packets_sent", stats.sent());
    line(text, "num_alive_connections", rooms.clients().all().size());
    line(text, "outstanding_requests", rooms.clients().outstanding().count());
    line(text, "server_state", rooms.ensemble().role().mode());
    line(text, "znode_count", rooms.nodeCount());
    line(text, "watch_count", rooms.ensemble().watches().watchCount());
    line(text, "ephemerals_count", rooms.ensemble().tree().ephemerals().count());
    line(text, "approximate_data_size", rooms.approximateDataBytes());
    return text.toString();
  }

  /** The rest, which takes time to find out or which anyone may look at. */
  static String found(TextRelease texts, AdminRooms rooms) {
    StringBuilder text = new StringBuilder(128);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      line(text, "open_file_descriptor_count", unix.getOpenFileDescriptorCount());
      line(text, "max_file_descriptor_count", unix.getMaxFileDescriptorCount());
    }
    if (!texts.isFrom(TextRelease.R3_5)) { // which dropped it
      line(text, "fsync_threshold_exceed_count", rooms.metrics().log().slowForceCount());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append("zk_").append(name).append('\t').append(value).append('\n');
  }
}
