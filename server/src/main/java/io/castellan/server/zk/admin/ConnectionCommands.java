package io.castellan.server.zk.admin;

import static io.castellan.server.zk.admin.AdminCommand.get;
import static io.castellan.server.zk.admin.AdminCommand.large;

import io.castellan.server.zk.request.Client;
import io.castellan.server.zk.request.ConnectionStats;
import io.castellan.server.zk.session.Session;
import io.castellan.server.zk.tree.Watcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Commands about connections, their sessions and what these watch and own. */
final class ConnectionCommands {
  private final AdminRooms rooms;

  ConnectionCommands(AdminRooms rooms) {
    this.rooms = rooms;
  }

  List<AdminCommand> all() {
    return List.of(
        large(List.of("connections", "cons"), onLane(this::connections)),
        get(List.of("connection_stat_reset", "crst"), onLane(this::reset)),
        large(List.of("dump"), onLane(this::dump)),
        get(List.of("watch_summary", "wchs"), onLane(this::watchSummary)),
        large(List.of("watches", "wchc"), onLane(this::watches)),
        large(List.of("watches_by_path", "wchp"), onLane(this::watchesByPath)));
  }

  private AdminCommand.Action onLane(Supplier<Map<String, @Nullable Object>> keys) {
    return (call, answer) -> rooms.look(() -> CommandAnswer.lookedUp(keys), answer);
  }

  private Map<String, @Nullable Object> reset() {
    rooms.resetConnections();
    return new LinkedHashMap<>();
  }

  private Map<String, @Nullable Object> connections() {
    List<Object> connections = new ArrayList<>();
    for (Client client : rooms.clients().all()) {
      Map<String, Object> keys = brief(client);
      Session session = client.session();
      if (session != null) {
        addSession(keys, client.stats(), session);
      }
      connections.add(keys);
    }
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("connections", connections);
    keys.put("secure_connections", List.of());
    return keys;
  }

  /** What the stats command tells of a connection. */
  static Map<String, Object> brief(Client client) {
    ConnectionStats stats = client.stats();
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("remote_socket_address", client.peer().substring(1));
    keys.put("interest_ops", client.hasAskedAWord() ? 0 : 1);
    keys.put("outstanding_requests", client.outstanding());
    keys.put("packets_received", stats.received());
    keys.put("packets_sent", stats.sent());
    return keys;
  }

  private static void addSession(Map<String, Object> keys, ConnectionStats stats, Session session) {
    keys.put("session_id", session.id());
    keys.put("last_operation", stats.lastOperation());
    keys.put("established", stats.establishedMs());
    keys.put("session_timeout", session.timeoutMs());
    keys.put("last_cxid", stats.lastXid());
    keys.put("last_zxid", stats.lastZxid());
    keys.put("last_response_time", stats.lastResponseMs());
    keys.put("last_latency", stats.lastLatencyMs());
    keys.put("min_latency", stats.latency().minMs());
    keys.put("avg_latency", (long) stats.latency().averageMs());
    keys.put("max_latency", stats.latency().maxMs());
  }

  private Map<String, @Nullable Object> dump() {
    Map<Long, List<Long>> sessionsByExpiry = new TreeMap<>();
    rooms
        .ensemble()
        .sessions()
        .byDeadline()
        .forEach(
            (deadlineMs, together) ->
                sessionsByExpiry.put(deadlineMs, together.stream().map(Session::id).toList()));
    Map<Long, List<String>> ephemerals = new TreeMap<>();
    rooms
        .ensemble()
        .tree()
        .ephemerals()
        .bySession()
        .forEach((session, paths) -> ephemerals.put(session, List.copyOf(paths)));
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("expiry_time_to_session_ids", sessionsByExpiry);
    keys.put("session_id_to_ephemeral_paths", ephemerals);
    return keys;
  }

  private Map<String, @Nullable Object> watchSummary() {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("num_connections", WatchText.watchingCount(rooms.clients()));
    keys.put("num_paths", rooms.ensemble().watches().dataPathCount());
    keys.put("num_total_watches", rooms.ensemble().watches().dataWatchCount());
    return keys;
  }

  private Map<String, @Nullable Object> watches() {
    Map<Long, List<String>> bySession = new TreeMap<>();
    for (Client client : rooms.clients().all()) {
      if (!client.watched().dataPaths().isEmpty()) {
        bySession.put(idOf(client), List.copyOf(client.watched().dataPaths()));
      }
    }
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("session_id_to_watched_paths", bySession);
    return keys;
  }

  private Map<String, @Nullable Object> watchesByPath() {
    Map<String, List<Long>> byPath = new TreeMap<>();
    rooms
        .ensemble()
        .watches()
        .forEachDataPath(
            (path, watchers) ->
                byPath.put(path, watchers.stream().map(ConnectionCommands::idOf).toList()));
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("path_to_session_ids", byPath);
    return keys;
  }

  private static Long idOf(Watcher watcher) {
    Session session = ((Client) watcher).session();
    return session == null ? 0L : session.id();
  }
}
