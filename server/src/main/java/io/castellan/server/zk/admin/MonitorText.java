package io.castellan.server.zk.admin;

import io.castellan.server.metrics.MetricReading;

/** The text of {@code mntr}: what ZooKeeper 3.6 and later tell of a server and of its metrics. */
final class MonitorText {
  private MonitorText() {}

  /**
   * The text.
   *
   * @param mode the word for the server's role
   */
  static String of(String mode, MetricReading reading) {
    StringBuilder text = new StringBuilder(16 * 1024);
    line(text, "version", ServerVersion.TEXT);
    line(text, "server_state", mode);
    FlatMetrics.forEach(reading, (name, value) -> line(text, name, value));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append("zk_").append(name).append('\t').append(value).append('\n');
  }
}
