package io.castellan.server.zk.admin;

import io.castellan.server.config.TextRelease;
import io.castellan.server.lane.Clock;
import io.castellan.server.zk.peer.Ensemble;
import io.castellan.server.zk.request.Client;
import io.castellan.server.zk.request.Clients;
import io.castellan.server.zk.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The text of {@code dump}: sessions, their ephemeral nodes, and connections. */
final class DumpText {
  private DumpText() {}

  static String of(TextRelease texts, Clients clients, Ensemble ensemble) {
    StringBuilder text = new StringBuilder("SessionTracker dump:\n");
    Clock clock = ensemble.lane().clock();
    sessions(texts, text, ensemble, clock);
    text.append("ephemeral nodes dump:\n");
    ephemerals(text, ensemble.tree().ephemerals().bySession());
    if (texts.isFrom(TextRelease.R3_5)) {
      text.append("Connections dump:\n");
      connections(text, clients, clock);
    }
    return text.toString();
  }

  private static void sessions(
      TextRelease texts, StringBuilder text, Ensemble ensemble, Clock clock) {
    var byDeadline = ensemble.sessions().byDeadline();
    text.append("Session Sets (")
        .append(byDeadline.size())
        .append(texts.isFrom(TextRelease.R3_5) ? ")/(" + ensemble.sessions().count() : "")
        .append("):\n");
    byDeadline.forEach(
        (deadlineMs, together) -> {
          expiry(text, together.size(), deadlineMs, clock);
          for (Session session : together) {
            text.append("\t0x").append(Long.toHexString(session.id())).append('\n');
          }
        });
  }

  private static void ephemerals(StringBuilder text, Map<Long, Set<String>> bySession) {
    text.append("Sessions with Ephemerals (").append(bySession.size()).append("):\n");
    bySession.forEach(
        (session, paths) -> {
          text.append("0x").append(Long.toHexString(session)).append(":\n");
          paths.forEach(path -> text.append('\t').append(path).append('\n'));
        });
  }

  private static void connections(StringBuilder text, Clients clients, Clock clock) {
    Map<Long, List<Client>> byDeadline = new TreeMap<>();
    for (Client client : clients.all()) {
      byDeadline.computeIfAbsent(client.deadlineMs(), deadline -> new ArrayList<>()).add(client);
    }
    text.append("Connections Sets (")
        .append(byDeadline.size())
        .append(")/(")
        .append(clients.all().size())
        .append("):\n");
    byDeadline.forEach(
        (deadlineMs, together) -> {
          expiry(text, together.size(), deadlineMs, clock);
          for (Client client : together) {
            Session session = client.session();
            text.append("\tip: ")
                .append(client.peer())
                .append(" sessionId: 0x")
                .append(Long.toHexString(session == null ? 0 : session.id()))
                .append('\n');
          }
        });
  }

  /** Deadlines are of the monotonic clock; people want a date. */
  private static void expiry(StringBuilder text, int count, long deadlineMs, Clock clock) {
    long wallMs = clock.wallClockMs() + (deadlineMs - clock.monotonicMs());
    text.append(count).append(" expire at ").append(DateText.of(wallMs)).append(":\n");
  }
}
