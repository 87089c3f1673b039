package io.castellan.server.zk.admin;

import static io.castellan.server.zk.admin.AdminCommand.get;
import static io.castellan.server.zk.admin.AdminCommand.large;

import io.castellan.server.http.HttpCall;
import io.castellan.server.zk.metrics.ResponseSizes;
import io.castellan.server.zk.peer.Snapshots;
import io.castellan.server.zk.tree.DigestHistory;
import io.castellan.zk.protocol.txn.TxnDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Commands about the server as a whole. Their keys and the order of these are stock's. */
final class ServerCommands {
  private final AdminRooms rooms;

  ServerCommands(AdminRooms rooms) {
    this.rooms = rooms;
  }

  List<AdminCommand> all() {
    List<AdminCommand> all = new ArrayList<>(ofEveryServer());
    if (rooms.ensemble().isAlone()) {
      all.addAll(ofAServerAlone());
    } // a member of an ensemble has no such commands yet, rather than wrong answers
    return all;
  }

  private List<AdminCommand> ofEveryServer() {
    return List.of(
        get(List.of("configuration", "conf", "config"), background(rooms.config()::keys)),
        get(List.of("dirs"), background(rooms.config()::directoryKeys)),
        get(List.of("environment", "env", "envi"), background(Environment::keys)),
        get(
            List.of("initial_configuration", "icfg"),
            background(() -> one("initial_configuration", rooms.config().initialText()))),
        get(List.of("system_properties", "sysp"), background(ServerCommands::systemProperties)),
        get(List.of("get_trace_mask", "gtmk"), now(() -> one("tracemask", rooms.trace().get()))),
        get(List.of("set_trace_mask", "stmk"), this::setTraceMask),
        get(List.of("hash"), onLane(this::digests)),
        get(List.of("is_read_only", "isro"), now(() -> one("read_only", false))),
        get(List.of("last_snapshot", "lsnp"), now(this::lastSnapshot)),
        get(List.of("monitor", "mntr"), this::monitor),
        get(List.of("ruok"), now(LinkedHashMap::new)),
        get(List.of("server_stats", "srvr"), onLaneThenSizes(this::serverStats)),
        get(List.of("stat_reset", "srst"), onLane(this::resetStats)),
        large(List.of("stats", "stat"), onLaneThenSizes(this::stats)));
  }

  /** Commands about ensembles, with the answers of a server that is in none. */
  private static List<AdminCommand> ofAServerAlone() {
    return List.of(
        get(
            List.of("leader", "lead"),
            (call, answer) -> answer.accept(CommandAnswer.error("server is not initialized"))),
        get(List.of("observers", "obsr"), now(ServerCommands::observers)),
        get(List.of("observer_connection_stat_reset", "orst"), now(LinkedHashMap::new)),
        get(List.of("voting_view"), now(() -> one("current_config", Map.of()))),
        get(List.of("zabstate"), now(ServerCommands::zabState)));
  }

  private static AdminCommand.Action now(Supplier<Map<String, @Nullable Object>> keys) {
    return (call, answer) -> answer.accept(CommandAnswer.lookedUp(keys));
  }

  private AdminCommand.Action background(Supplier<Map<String, @Nullable Object>> keys) {
    return (call, answer) ->
        rooms.background().execute(() -> answer.accept(CommandAnswer.lookedUp(keys)));
  }

  private AdminCommand.Action onLane(Supplier<Map<String, @Nullable Object>> keys) {
    return (call, answer) -> rooms.look(() -> CommandAnswer.lookedUp(keys), answer);
  }

  /** The sizes of the directories stand among what the lane knows, and are found elsewhere. */
  private AdminCommand.Action onLaneThenSizes(Supplier<Map<String, @Nullable Object>> keys) {
    return (call, answer) ->
        rooms.look(
            () -> CommandAnswer.lookedUp(keys),
            seen ->
                answer.accept(
                    seen.error() == null
                        ? CommandAnswer.lookedUp(() -> sized(seen.keys()))
                        : seen));
  }

  private Map<String, @Nullable Object> sized(Map<String, @Nullable Object> keys) {
    if (keys.get("server_stats") instanceof Map<?, ?> stats) {
      keys.put("server_stats", rooms.config().withSizes(stats));
    }
    return keys;
  }

  private static Map<String, @Nullable Object> one(String key, @Nullable Object value) {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put(key, value);
    return keys;
  }

  private void setTraceMask(HttpCall call, Consumer<CommandAnswer> answer) {
    String asked = call.parameter("traceMask");
    if (asked == null) {
      answer.accept(CommandAnswer.error("setTraceMask requires long traceMask argument"));
      return;
    }
    try {
      long mask = rooms.trace().set(Long.parseLong(asked));
      answer.accept(CommandAnswer.of("tracemask", mask));
    } catch (NumberFormatException e) {
      answer.accept(
          CommandAnswer.error("setTraceMask requires long traceMask argument, got " + asked));
    }
  }

  private static Map<String, @Nullable Object> systemProperties() {
    Map<String, @Nullable Object> keys = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      String lower = name.toLowerCase(Locale.ROOT);
      boolean secret = lower.endsWith("password") || lower.endsWith("superdigest");
      keys.put(name, secret ? "[hidden]" : System.getProperty(name));
    }
    return keys;
  }

  private Map<String, @Nullable Object> digests() {
    List<Map<String, Object>> digests = new ArrayList<>();
    for (DigestHistory.Entry entry : rooms.ensemble().tree().digests().entries()) {
      Map<String, Object> digest = new LinkedHashMap<>();
      digest.put("zxid", entry.zxid());
      digest.put("digest", entry.digest());
      digest.put("digest_version", TxnDigest.VERSION);
      digests.add(digest);
    }
    return one("digests", digests);
  }

  private Map<String, @Nullable Object> lastSnapshot() {
    Snapshots.Written last = rooms.snapshots().last();
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("zxid", last == null ? "-1" : Long.toHexString(last.zxid()));
    keys.put("timestamp", last == null ? -1 : last.atSeconds());
    return keys;
  }

  private void monitor(HttpCall call, Consumer<CommandAnswer> answer) {
    rooms.look(
        rooms::monitored,
        seen -> {
          Map<String, @Nullable Object> keys = new LinkedHashMap<>();
          keys.put("version", ServerVersion.TEXT);
          keys.put("server_state", seen.mode());
          FlatMetrics.forEach(seen.reading(), keys::put);
          answer.accept(CommandAnswer.of(keys));
        });
  }

  private Map<String, @Nullable Object> resetStats() {
    rooms.resetServer();
    return new LinkedHashMap<>();
  }

  private Map<String, @Nullable Object> stats() {
    Map<String, @Nullable Object> keys = serverStats();
    List<Object> connections = new ArrayList<>();
    rooms.clients().all().forEach(client -> connections.add(ConnectionCommands.brief(client)));
    keys.put("connections", connections);
    keys.put("secure_connections", List.of());
    return keys;
  }

  private Map<String, @Nullable Object> serverStats() {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("version", ServerVersion.TEXT);
    keys.put("read_only", false);
    keys.put("server_stats", statistics());
    keys.put("client_response", responseSizes());
    keys.put("node_count", StatText.nodeCount(rooms.ensemble()));
    return keys;
  }

  private Map<String, @Nullable Object> statistics() {
    var stats = rooms.clients().stats();
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("packets_sent", stats.sent());
    keys.put("packets_received", stats.received());
    keys.put("fsync_threshold_exceed_count", rooms.metrics().log().slowForceCount());
    keys.put("client_response_stats", responseSizes());
    keys.put("provider_null", false);
    keys.put("last_processed_zxid", rooms.ensemble().tree().lastZxid());
    keys.put("outstanding_requests", rooms.clients().outstanding().count());
    keys.put("server_state", rooms.ensemble().role().mode());
    keys.put("avg_latency", StatText.averageMs(stats.latency()));
    keys.put("max_latency", stats.latency().maxMs());
    keys.put("min_latency", stats.latency().minMs());
    keys.put("num_alive_client_connections", rooms.clients().all().size());
    keys.put("uptime", rooms.lane().clock().monotonicMs() - rooms.startedMs());
    keys.put("auth_failed_count", rooms.metrics().lane().authFailedCount());
    // Of connections to a port for TLS that came without; there is no such port.
    keys.put("non_mtlsremote_conn_count", 0);
    keys.put("non_mtlslocal_conn_count", 0);
    return keys;
  }

  private Map<String, @Nullable Object> responseSizes() {
    ResponseSizes sizes = rooms.metrics().connections().responseSizes();
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("last_buffer_size", sizes.last());
    keys.put("min_buffer_size", sizes.min());
    keys.put("max_buffer_size", sizes.max());
    return keys;
  }

  private static Map<String, @Nullable Object> observers() {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("synced_observers", 0);
    keys.put("observers", List.of());
    return keys;
  }

  private static Map<String, @Nullable Object> zabState() {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("voting", false);
    keys.put("zabstate", "");
    return keys;
  }
}
