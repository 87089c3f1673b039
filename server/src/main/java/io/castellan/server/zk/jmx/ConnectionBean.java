package io.castellan.server.zk.jmx;

import static io.castellan.server.zk.jmx.BeanAttribute.ofInt;
import static io.castellan.server.zk.jmx.BeanAttribute.ofLong;
import static io.castellan.server.zk.jmx.BeanAttribute.ofText;
import static io.castellan.server.zk.jmx.BeanOperation.doing;

import io.castellan.server.zk.admin.AdminRooms;
import io.castellan.server.zk.admin.DateText;
import io.castellan.server.zk.peer.Completion;
import io.castellan.server.zk.request.Client;
import io.castellan.server.zk.request.ConnectionStats;
import io.castellan.server.zk.session.Session;
import java.util.function.Function;

/** The bean of a connection that holds a session. */
final class ConnectionBean {
  private ConnectionBean() {}

  static Bean of(AdminRooms rooms, Client client, Session session, LaneView view) {
    ConnectionStats stats = client.stats();
    Bean bean = new Bean("A client's connection", view);
    bean.with(ofText("SourceIP", "Address and port", () -> client.peer().substring(1)).late())
        .with(ofText("SessionId", "The session", () -> hex(session.id())).late())
        .with(ofInt("SessionTimeout", "Milliseconds", session::timeoutMs))
        .with(
            new BeanAttribute(
                "EphemeralNodes",
                String[].class.getName(),
                "Paths of the session's ephemeral znodes",
                true,
                () -> ephemerals(rooms, session)))
        .with(text("StartedTime", "When it came", stats, s -> DateText.of(s.establishedMs())))
        .with(ofLong("OutstandingRequests", "Not answered", () -> (long) client.outstanding()))
        .with(ofLong("PacketsReceived", "Requests", stats::received))
        .with(ofLong("PacketsSent", "Answers and events", stats::sent))
        .with(ofLong("MinLatency", "Milliseconds", () -> stats.latency().minMs()))
        .with(ofLong("AvgLatency", "Milliseconds", () -> (long) stats.latency().averageMs()))
        .with(ofLong("MaxLatency", "Milliseconds", () -> stats.latency().maxMs()))
        .with(ofLong("LastLatency", "Milliseconds", stats::lastLatencyMs))
        .with(text("LastOperation", "Short name", stats, ConnectionStats::lastOperation))
        .with(text("LastCxid", "The client's number", stats, s -> hex(s.lastXid())))
        .with(text("LastZxid", "Of the last answer", stats, s -> hex(s.lastZxid())))
        .with(
            text(
                "LastResponseTime",
                "When the last answer went",
                stats,
                s -> DateText.of(rooms.wallClockMs(s.lastResponseMs()))));
    return bean.with(doing("terminateSession", "End the session", () -> terminate(rooms, session)))
        .with(doing("terminateConnection", "Close the connection", client::drop))
        .with(doing("resetCounters", "Count from nothing again", stats::reset));
  }

  private static BeanAttribute text(
      String name,
      String description,
      ConnectionStats stats,
      Function<ConnectionStats, Object> value) {
    return ofText(name, description, () -> value.apply(stats));
  }

  private static String hex(long number) {
    return "0x" + Long.toHexString(number);
  }

  private static String[] ephemerals(AdminRooms rooms, Session session) {
    return rooms.ensemble().tree().ephemerals().of(session.id()).toArray(String[]::new);
  }

  private static void terminate(AdminRooms rooms, Session session) {
    if (!session.isClosing()) {
      rooms.ensemble().closeSession(session, 0, Completion.NOBODY);
    }
  }
}
