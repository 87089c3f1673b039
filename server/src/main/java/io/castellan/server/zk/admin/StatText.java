package io.castellan.server.zk.admin;

import io.castellan.server.config.TextRelease;
import io.castellan.server.zk.peer.Ensemble;
import io.castellan.server.zk.request.Client;
import io.castellan.server.zk.request.Clients;
import io.castellan.server.zk.request.ConnectionStats;
import io.castellan.server.zk.request.Latency;
import io.castellan.server.zk.session.Session;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The texts of {@code srvr}, {@code stat} and {@code cons}. */
final class StatText {
  private static final int AVERAGE_DIGITS = 4;

  private StatText() {}

  static String server(TextRelease texts, Clients clients, Ensemble ensemble) {
    return version(texts) + summary(texts, clients, ensemble);
  }

  static String serverAndClients(TextRelease texts, Clients clients, Ensemble ensemble) {
    StringBuilder text = new StringBuilder(version(texts)).append("Clients:\n");
    for (Client client : clients.all()) {
      text.append(brief(client)).append(")\n");
    }
    return text.append('\n').append(summary(texts, clients, ensemble)).toString();
  }

  static String connections(Clients clients) {
    StringBuilder text = new StringBuilder();
    for (Client client : clients.all()) {
      text.append(brief(client)).append(sessionPart(client)).append(")\n");
    }
    return text.append('\n').toString();
  }

  private static String version(TextRelease texts) {
    return "Zookeeper version: " + ServerVersion.in(texts) + "\n";
  }

  private static String summary(TextRelease texts, Clients clients, Ensemble ensemble) {
    Latency latency = clients.stats().latency();
    return String.join(
        "\n",
        "Latency min/avg/max: "
            + latency.minMs()
            + "/"
            + average(texts, latency)
            + "/"
            + latency.maxMs(),
        "Received: " + clients.stats().received(),
        "Sent: " + clients.stats().sent(),
        "Connections: " + clients.all().size(),
        "Outstanding: " + clients.outstanding().count(),
        "Zxid: 0x" + Long.toHexString(ensemble.tree().lastZxid()),
        "Mode: " + ensemble.role().mode(),
        "Node count: " + nodeCount(ensemble),
        "");
  }

  /** A stock server keeps the root under two names and counts both. */
  static int nodeCount(Ensemble ensemble) {
    return ensemble.tree().image().count() + 1;
  }

  /** Whole milliseconds before 3.6. */
  static Number average(TextRelease texts, Latency latency) {
    return texts.isFrom(TextRelease.R3_9)
        ? (Number) averageMs(latency)
        : (Number) (long) latency.averageMs();
  }

  static double averageMs(Latency latency) {
    return BigDecimal.valueOf(latency.averageMs())
        .setScale(AVERAGE_DIGITS, RoundingMode.HALF_UP)
        .doubleValue();
  }

  /** Without the closing bracket. The number is 1 while requests may come, and 0 after a word. */
  private static String brief(Client client) {
    ConnectionStats stats = client.stats();
    return " "
        + client.peer()
        + (client.hasAskedAWord() ? "[0]" : "[1]")
        + "(queued="
        + client.outstanding()
        + ",recved="
        + stats.received()
        + ",sent="
        + stats.sent();
  }

  private static String sessionPart(Client client) {
    Session session = client.session();
    if (session == null) {
      return "";
    }
    ConnectionStats stats = client.stats();
    Latency latency = stats.latency();
    return ",sid=0x"
        + Long.toHexString(session.id())
        + ",lop="
        + stats.lastOperation()
        + ",est="
        + stats.establishedMs()
        + ",to="
        + session.timeoutMs()
        + (stats.lastXid() >= 0 ? ",lcxid=0x" + Long.toHexString(stats.lastXid()) : "")
        + ",lzxid=0x"
        + Long.toHexString(stats.lastZxid())
        + ",lresp="
        + stats.lastResponseMs()
        + ",llat="
        + stats.lastLatencyMs()
        + ",minlat="
        + latency.minMs()
        + ",avglat="
        + (long) latency.averageMs()
        + ",maxlat="
        + latency.maxMs();
  }
}
