package io.castellan.server.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.message.Connect;
import io.castellan.zk.protocol.message.RequestHeader;
import io.castellan.zk.protocol.message.SetData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every metric that {@code mntr} tells is seen to move under a load that should move it, and what
 * it was before and after is printed. One that no load here moves fails the test.
 */
class MetricsMoveTest {
  private static final Set<String> NOT_MOVED_HERE =
      Set.of(
          // Faults: DataDirectoriesTest damages logs, AdminServerTest asks for the impossible.
          "digest_mismatches_count",
          "snapshot_error_count",
          "snapshot_rate_limited_count",
          "restore_error_count",
          "restore_rate_limited_count",
          "restore_time",
          // Of a moment, or of milliseconds that a quick disk does not take; the same events are
          // counted by readlatency and updatelatency.
          "outstanding_requests",
          "avg_latency",
          "min_latency",
          "max_latency",
          // A server alone has none.
          "local_sessions");

  private static final List<String> PREFIXES =
      List.of("avg_", "min_", "max_", "sum_", "p50_", "p95_", "p99_", "p999_");

  /** Gauges whose names look like parts of a summary. */
  private static final Set<String> GAUGES =
      Set.of(
          "avg_latency",
          "min_latency",
          "max_latency",
          "min_client_response_size",
          "max_client_response_size",
          "max_file_descriptor_count");

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  @TempDir Path directory;
  private final Set<String> moved = new TreeSet<>();

  /** What is done to a server. */
  private interface Load {
    void run() throws Exception;
  }

  @Test
  void everyMetricMovesUnderALoadThatShouldMoveIt() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      ZooKeeper client = server.client();
      create(client, "/before", CreateMode.PERSISTENT);
      client.close();
    }
    throttles(Files.createDirectory(directory.resolve("throttled")));
    Map<String, String> settings =
        Map.of(
            "maxCnxns", "6",
            "nio.sessionlessCnxnTimeout", "500",
            "jvm.pause.monitor", "true",
            "jvm.pause.sleep.time.ms", "20",
            "enforceQuota", "true");
    try (TestServer server = TestServer.start(directory, settings)) {
      sinceTheStart(server);
      TestServer.Events events = new TestServer.Events();
      ZooKeeper client = server.client(events);
      reads(server, client);
      writes(server, client);
      watches(server, client);
      quotas(server, client);
      client.close();
      sessions(server);
      Set<String> told = new TreeSet<>(mntr(server).keySet());
      told.removeAll(moved);
      told.removeAll(NOT_MOVED_HERE);
      told.removeIf(name -> name.endsWith("_per_namespace")); // one of each kind has moved
      assertEquals(Set.of(), kindsNotMoved(), "kinds of metrics of namespaces");
      assertEquals(Set.of(), told, "metrics that no load here moves");
    }
  }

  private Set<String> kindsNotMoved() {
    Set<String> kinds =
        new TreeSet<>(
            Set.of(
                "read_per_namespace",
                "write_per_namespace",
                "quota_count_limit_per_namespace",
                "quota_bytes_limit_per_namespace",
                "quota_count_usage_per_namespace",
                "quota_bytes_usage_per_namespace",
                "quota_exceeded_error_per_namespace"));
    kinds.removeIf(kind -> moved.stream().anyMatch(name -> name.endsWith(kind)));
    return kinds;
  }

  private void quotas(TestServer server, ZooKeeper client) throws Exception {
    moves(
        server,
        () -> {
          create(client, "/q", CreateMode.PERSISTENT);
          create(client, "/zookeeper/quota/q", CreateMode.PERSISTENT);
          put(client, "/zookeeper/quota/q/zookeeper_limits", "count=1,bytes=10=;countHardLimit=2");
          put(client, "/zookeeper/quota/q/zookeeper_stats", "count=0,bytes=0");
          create(client, "/q/in", CreateMode.PERSISTENT);
          assertThrows(
              KeeperException.QuotaExceededException.class,
              () -> create(client, "/q/too_many", CreateMode.PERSISTENT));
        },
        "q_quota_count_limit_per_namespace",
        "q_quota_bytes_limit_per_namespace",
        "q_quota_count_usage_per_namespace",
        "q_quota_bytes_usage_per_namespace",
        "q_quota_exceeded_error_per_namespace");
  }

  private static void put(ZooKeeper client, String path, String text) throws Exception {
    client.create(
        path,
        text.getBytes(StandardCharsets.UTF_8),
        ZooDefs.Ids.OPEN_ACL_UNSAFE,
        CreateMode.PERSISTENT);
  }

  /** One request at a time, and soon no tokens for sessions any more. */
  private void throttles(Path path) throws Exception {
    Map<String, String> settings =
        Map.of(
            "request_throttle_max_requests", "1",
            "throttled_op_wait_time", "1",
            "connection_throttle_tokens", "40",
            "connection_throttle_fill_time", "1000000",
            "connection_throttle_freeze_time", "0",
            "connection_throttle_drop_increase", "0.5");
    try (TestServer server = TestServer.start(path, settings)) {
      moves(
          server,
          () -> pipeline(server, true),
          "connection_token_deficit",
          "connection_drop_count",
          "request_throttle_wait_count",
          "request_throttle_queue_time_ms",
          "throttled_ops");
      Map<String, Double> before = mntr(server);
      while (stillStanding(before, mntr(server), "stale_replies", "stale_requests").size() > 0) {
        pipeline(server, false); // the server is as quick as it likes to notice that we are gone
      }
      awaitMove(
          server, before, () -> {}, "stale_requests", "stale_requests_dropped", "stale_replies");
      moves(server, () -> exhaust(server), "connection_drop_probability");
    }
  }

  /** Many writes at once; then the client goes without a word. */
  private static void pipeline(TestServer server, boolean answered) throws IOException {
    try (RawClient client = server.raw()) {
      client.connect(0, new byte[16], 2 * TestServer.TICK_MS);
      int count = 200;
      ByteArrayOutputStream writes = new ByteArrayOutputStream();
      for (int i = 1; i <= count; i++) {
        int xid = i;
        writes.writeBytes(
            RawClient.frameOf(
                writer -> {
                  new RequestHeader(xid, OpCode.SET_DATA.code()).write(writer);
                  new SetData.Request("/", new byte[1], -1).write(writer);
                }));
      }
      client.sendBytes(writes.toByteArray());
      for (int i = 0; answered && i < count; i++) {
        client.receive();
      }
    }
  }

  /** Opens sessions until no token is left, and asks for a few more. */
  private static void exhaust(TestServer server) throws IOException {
    for (int i = 0; i < 60; i++) {
      try (RawClient client = server.raw()) {
        client.send(
            new Connect.Request(0, 0, 2 * TestServer.TICK_MS, 0, new byte[16], false)::write);
        client.endOutput();
        client.awaitEnd();
      }
    }
  }

  private void sinceTheStart(TestServer server) throws Exception {
    awaitMove(
        server,
        Map.of(),
        () -> {},
        "dbinittime",
        "startup_snap_load_time",
        "startup_txns_load_time",
        "startup_txns_loaded",
        "snapshottime",
        "jvm_pause_time_ms",
        "uptime",
        "znode_count",
        "approximate_data_size",
        "open_file_descriptor_count",
        "max_file_descriptor_count",
        "packets_received",
        "packets_sent",
        "num_alive_connections",
        "bytes_received_count");
  }

  private void reads(TestServer server, ZooKeeper client) throws Exception {
    moves(
        server,
        () -> client.getData("/before", true, null),
        "readlatency",
        "before_read_per_namespace",
        "prep_processor_request_queued",
        "prep_processor_queue_size",
        "prep_processor_queue_time_ms",
        "prep_process_time",
        "response_bytes",
        "watch_count");
    awaitMove(
        server,
        Map.of(),
        () -> {},
        "connection_request_count",
        "global_sessions",
        "last_client_response_size",
        "min_client_response_size",
        "max_client_response_size");
  }

  private void writes(TestServer server, ZooKeeper client) throws Exception {
    moves(
        server,
        () -> create(client, "/a", CreateMode.PERSISTENT),
        "updatelatency",
        "fsynctime",
        "outstanding_changes_queued",
        "outstanding_changes_removed",
        "propagation_latency",
        "sync_processor_request_queued",
        "sync_processor_batch_size",
        "sync_processor_queue_size",
        "sync_processor_queue_time_ms",
        "sync_process_time",
        "sync_processor_queue_flush_time_ms",
        "sync_processor_queue_and_flush_time_ms",
        "a_write_per_namespace");
    moves(server, () -> create(client, "/e", CreateMode.EPHEMERAL), "ephemerals_count");
  }

  private void watches(TestServer server, ZooKeeper client) throws Exception {
    moves(
        server,
        () -> {
          client.getData("/a", true, null);
          client.setData("/a", new byte[1], -1);
        },
        "node_changed_watch_count",
        "watch_bytes");
    moves(
        server,
        () -> {
          client.getChildren("/a", true);
          client.exists("/a/b", true);
          create(client, "/a/b", CreateMode.PERSISTENT);
        },
        "node_created_watch_count",
        "node_children_watch_count");
    moves(
        server,
        () -> {
          client.exists("/a/b", true);
          client.delete("/a/b", -1);
        },
        "node_deleted_watch_count");
  }

  private void sessions(TestServer server) throws Exception {
    moves(
        server,
        () -> {
          try (RawClient gone = server.raw()) {
            gone.connect(0, new byte[16], 2 * TestServer.TICK_MS);
          }
        },
        "stale_sessions_expired",
        "close_session_prep_time");
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      moves(server, () -> silent.setTcpNoDelay(true), "sessionless_connections_expired");
    }
    moves(
        server,
        () -> {
          List<Socket> many = new ArrayList<>();
          try {
            for (int i = 0; i < 8; i++) {
              many.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
            }
            // Until the last has been turned away; the others would hold up whoever asks.
            assertEquals(-1, many.get(many.size() - 1).getInputStream().read());
          } finally {
            for (Socket socket : many) {
              socket.close();
            }
          }
        },
        "connection_rejected");
    moves(
        server,
        () -> {
          ZooKeeper client = server.client();
          client.addAuthInfo("nosuch", new byte[] {1});
          client.close();
        },
        "auth_failed_count");
  }

  private static void create(ZooKeeper client, String path, CreateMode mode) throws Exception {
    client.create(path, new byte[10], ZooDefs.Ids.OPEN_ACL_UNSAFE, mode);
  }

  /** After a load, each of these is greater than it was before. */
  private void moves(TestServer server, Load load, String... names) throws Exception {
    awaitMove(server, mntr(server), load, names);
  }

  private void awaitMove(TestServer server, Map<String, Double> before, Load load, String... names)
      throws Exception {
    load.run();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    Set<String> still = stillStanding(before, mntr(server), names);
    while (!still.isEmpty() && System.nanoTime() - deadline < 0) {
      still = stillStanding(before, mntr(server), names);
    }
    assertEquals(Set.of(), still, "metrics that should have moved");
    Map<String, Double> after = mntr(server);
    for (String name : names) {
      System.out.printf(
          "%-45s %10s -> %s%n", name, before.getOrDefault(name, 0.0), after.get(name));
    }
    moved.addAll(List.of(names));
  }

  private static Set<String> stillStanding(
      Map<String, Double> before, Map<String, Double> after, String... names) {
    Set<String> still = new TreeSet<>();
    for (String name : names) {
      if (after.getOrDefault(name, 0.0) <= Math.max(0, before.getOrDefault(name, 0.0))) {
        still.add(name);
      }
    }
    return still;
  }

  /** What {@code mntr} tells by now; a summary by how often something was added to it. */
  private static Map<String, Double> mntr(TestServer server) throws IOException {
    String text = "";
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (text.isEmpty()) {
      try (RawClient client = server.raw()) {
        client.sendBytes("mntr".getBytes(StandardCharsets.US_ASCII));
        text = new String(client.receiveAll(), StandardCharsets.UTF_8);
      } catch (SocketException turnedAway) {
        // The server counts a crowd that was here until it has noticed that it went.
        assertTrue(System.nanoTime() - deadline < 0, "turned away for too long");
      }
    }
    Map<String, Double> metrics = new TreeMap<>();
    for (String line : text.split("\n", -1)) {
      String[] words = line.split("\t", -1);
      if (words.length != 2 || words[0].equals("zk_version") || words[0].endsWith("_state")) {
        continue;
      }
      String name = words[0].substring("zk_".length());
      if (name.startsWith("cnt_")) {
        metrics.put(name.substring("cnt_".length()), Double.valueOf(words[1]));
      } else if (GAUGES.contains(name) || PREFIXES.stream().noneMatch(name::startsWith)) {
        metrics.put(name, Double.valueOf(words[1]));
      }
    }
    return metrics;
  }
}
