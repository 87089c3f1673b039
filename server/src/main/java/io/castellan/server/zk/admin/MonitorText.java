package io.castellan.server.zk.admin;

/** The text of {@code mntr}: what ZooKeeper 3.6 and later tell of a server and of its metrics. */
final class MonitorText {
  private MonitorText() {}

  static String of(Monitored seen) {
    StringBuilder text = new StringBuilder(16 * 1024);
    line(text, "version", ServerVersion.TEXT);
    line(text, "server_state", seen.mode());
    FlatMetrics.forEach(seen.reading(), (name, value) -> line(text, name, value));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append("zk_").append(name).append('\t').append(value).append('\n');
  }
}
