package io.castellan.compat.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockServers;
import io.castellan.compat.harness.Workspace;
import io.castellan.compat.raw.Ops;
import io.castellan.compat.raw.RawSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What administrators are told, key by key: every key that a stock release tells after the same
 * requests, ours tells too, but for those that nothing on a standalone server of ours could move.
 */
@ExtendWith(LeakCheck.class)
@SuppressWarnings("try") // servers and sessions are there for as long as they are open
class AdministrationTest {
  private static final List<String> WORDS =
      List.of("conf", "cons", "dirs", "dump", "envi", "mntr", "srvr", "stat", "wchs");

  private static final List<String> SAME_VALUE =
      List.of(
          "zk_znode_count",
          "zk_watch_count",
          "zk_ephemerals_count",
          "zk_approximate_data_size",
          "zk_global_sessions",
          "zk_outstanding_requests",
          "zk_server_state");

  /** Of metrics that have no cause on this server, parts of the names. */
  private static final Pattern WITHOUT_CAUSE =
      Pattern.compile(
          String.join(
              "|",
              // Ensembles: elections, learners, observers, proposals, quorum authentication.
              "commit_count|commit_process_time|propagation_latency_|commit_propagation|diff_count",
              "snap_count|learner|follower|observer|leader|looking|election|quorum|quit_leading",
              "proposal|ensemble_auth|om_|revalidate|sync_time|inflight|socket_closing|unavailable",
              // The commit processor, which only members of an ensemble have, even in stock.
              "commit_proc|commitproc|session_queue|request_commit|reads_|requests_in|write_batch",
              "time_waiting_empty_pool|write_committed_time|final_proc_time|requests_not_forwarded",
              // TLS, the response cache, the optimised watch manager, the Netty factory, plug-ins.
              "mtls|tls|unsuccessful_handshake|insecure_admin|cache|dead_watcher|netty_queued",
              // Throttles of requests and connections.
              "throttle|throttled|stale_re|stale_latency|large_requests|connection_drop|token_deficit",
              // A critical error ends the process; connections wait until the server is there.
              "unrecoverable|cnxn_closed_without|jvm_pause|quota_exceeded",
              // 3.4's word for what the admin server tells now.
              "fsync_threshold"));

  /** Those that want credentials, and the one that tells of the JVM's properties. */
  private static final Set<String> UNCOMPARED =
      Set.of("/commands/snapshot", "/commands/restore", "/commands/system_properties");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @ParameterizedTest
  @EnumSource(names = {"ZOOKEEPER_3_4_14", "ZOOKEEPER_3_6_3", "ZOOKEEPER_3_9_6"})
  void tellsEveryKeyThatStockTells(StockRelease release) {
    int stockPort = Ports.free();
    int ourPort = Ports.free();
    int stockHttp = Ports.free();
    int ourHttp = Ports.free();
    try (Workspace workspace = new Workspace("administration");
        ServerProcess stock =
            StockServers.zooKeeper(
                release, workspace.directory("stock"), stockPort, lines(stockHttp));
        ServerProcess ours = ours(workspace.directory("ours"), ourPort, ourHttp);
        RawSession stockSession = load(stockPort);
        RawSession ourSession = load(ourPort)) {
      List<String> missing = new ArrayList<>();
      for (String word : WORDS) {
        Set<String> keys = keys(ask(stockPort, word));
        keys.removeAll(keys(ask(ourPort, word)));
        keys.removeIf(key -> WITHOUT_CAUSE.matcher(key).find() || ofAMoment(key));
        keys.forEach(key -> missing.add(word + ": " + key));
      }
      // 3.4 has no /zookeeper/config to count, and no admin server.
      if (release != StockRelease.ZOOKEEPER_3_4_14) {
        assertEquals(values(ask(stockPort, "mntr")), values(ask(ourPort, "mntr")));
        for (String command : commands(stockHttp)) {
          Set<String> keys = jsonKeys(get(stockHttp, command));
          keys.removeAll(jsonKeys(get(ourHttp, command)));
          keys.removeIf(key -> WITHOUT_CAUSE.matcher(key).find());
          keys.forEach(key -> missing.add(command + ": " + key));
        }
      }
      assertEquals(List.of(), missing, "told by stock only");
    }
  }

  private static ServerProcess ours(Path directory, int port, int httpPort) {
    return CastellanProcess.zooKeeper(directory, port, lines(httpPort));
  }

  private static String[] lines(int httpPort) {
    return new String[] {
      "admin.enableServer=true", "admin.serverPort=" + httpPort, "admin.serverAddress=127.0.0.1"
    };
  }

  /** The same requests to both; the session stays open, with its watches. */
  private static RawSession load(int port) {
    RawSession session = RawSession.open(port);
    session.ask(
        Ops.create("/a", "some data"),
        Ops.create(1, "/a/e", null, Ops.OPEN, 1),
        Ops.read(4, "/a", true),
        Ops.read(3, "/missing", true),
        Ops.read(8, "/a", true),
        Ops.setData("/a/e", Ops.utf8("more"), -1));
    return session;
  }

  private static Map<String, String> values(String mntr) {
    Map<String, String> values = new TreeMap<>();
    for (String line : mntr.split("\n", -1)) {
      String[] words = line.split("\t", -1);
      boolean compared = SAME_VALUE.contains(words[0]);
      if (compared && words.length > 1) {
        values.put(words[0], words[1]);
      }
    }
    return values;
  }

  /** What stands before the values: text up to {@code =}, a tab or a colon, without numbers. */
  private static Set<String> keys(String text) {
    Set<String> keys = new TreeSet<>();
    for (String line : text.split("\n", -1)) {
      Matcher connection = Pattern.compile("([a-z]+)=").matcher(line);
      if (line.startsWith(" /")) {
        while (connection.find()) {
          keys.add("connection " + connection.group(1));
        }
      } else if (!line.startsWith("\t") && !line.startsWith("0x")) {
        keys.add(line.split("[=\t:]", 2)[0].replaceAll("\\d+", "N"));
      }
    }
    return keys;
  }

  private static String ask(int port, String word) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(word, e);
    }
  }

  /** 3.4 counts the sessions of a dump in other brackets, and buckets may be empty. */
  private static boolean ofAMoment(String key) {
    return key.contains(" expire at ") || key.startsWith("Session Sets");
  }

  /** The commands that the server lists and whose keys are its own. */
  private List<String> commands(int port) {
    List<String> commands = new ArrayList<>();
    Matcher link = Pattern.compile("href=\"(/commands/\\w+)\"").matcher(get(port, "/commands"));
    while (link.find()) {
      if (!UNCOMPARED.contains(link.group(1))) {
        commands.add(link.group(1));
      }
    }
    return commands;
  }

  private String get(int port, String path) {
    try {
      URI uri = URI.create("http://127.0.0.1:" + port + path);
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(path, e);
    }
  }

  private static Set<String> jsonKeys(String json) {
    Set<String> keys = new TreeSet<>();
    Matcher key = Pattern.compile("\"([^\"]+)\" : ").matcher(json);
    while (key.find()) {
      keys.add(key.group(1).replaceAll("\\d+", "N"));
    }
    return keys;
  }
}
