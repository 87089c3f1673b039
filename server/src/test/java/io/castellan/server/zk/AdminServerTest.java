package io.castellan.server.zk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.message.SetWatches;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin server, asked over HTTP. */
class AdminServerTest {
  private static final Map<String, String> ADMIN =
      Map.of(
          "admin.serverPort", "0",
          "admin.serverAddress", "127.0.0.1",
          "admin.rateLimiterIntervalInMS", "0");
  private static final String CREDENTIALS = "digest admin:secret";

  @TempDir Path directory;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void opensNoPortUnlessAnAdminKeyIsSet() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      assertNull(server.adminAddress());
    }
    try (TestServer server = TestServer.start(directory, Map.of("admin.enableServer", "false"))) {
      assertNull(server.adminAddress());
    }
  }

  @Test
  void listsItsCommandsAsLinks() throws Exception {
    try (TestServer server = TestServer.start(directory, ADMIN)) {
      HttpResponse<String> listing = get(server, "/commands");
      assertEquals(200, listing.statusCode());
      assertTrue(
          listing
              .body()
              .startsWith("<a href=\"/commands/configuration\">configuration</a>\n<br/>\n"));
      assertEquals(28, listing.body().lines().filter(line -> line.equals("<br/>")).count());
      assertEquals(404, get(server, "/").statusCode());
    }
  }

  @Test
  void answersInTheLayoutOfStock() throws Exception {
    try (TestServer server = TestServer.start(directory, ADMIN)) {
      HttpResponse<String> ruok = get(server, "/commands/ruok");
      assertEquals("application/json", ruok.headers().firstValue("Content-Type").orElse(""));
      assertEquals("{\n  \"command\" : \"ruok\",\n  \"error\" : null\n}", ruok.body());
      assertEquals(
          "{\n  \"command\" : \"nosuch\",\n  \"error\" : \"Unknown command: nosuch\"\n}",
          get(server, "/commands/nosuch").body());
      assertEquals(
          "{\n  \"tracemask\" : 15,\n  \"command\" : \"set_trace_mask\",\n  \"error\" : null\n}",
          get(server, "/commands/stmk?traceMask=15").body());
      assertTrue(get(server, "/commands/gtmk").body().contains("\"tracemask\" : 15"));
      assertTrue(
          get(server, "/commands/stmk?traceMask=x")
              .body()
              .contains("setTraceMask requires long traceMask argument, got x"));
    }
  }

  @Test
  void answersEveryCommandThatItLists() throws Exception {
    try (TestServer server = TestServer.start(directory, ADMIN)) {
      Matcher link =
          Pattern.compile("\"(/commands/\\w+)\"").matcher(get(server, "/commands").body());
      while (link.find()) {
        String path = link.group(1);
        if (!path.endsWith("/restore") && !path.endsWith("/snapshot")) {
          String name = path.substring("/commands/".length());
          String body = get(server, path).body();
          assertTrue(body.contains("\"command\" : \"" + name + "\""), path + ": " + body);
        }
      }
      String data = "\"data_dir\" : \"" + directory.resolve("version-2") + "\"";
      assertTrue(get(server, "/commands/conf").body().contains(data), data);
    }
  }

  @Test
  void tellsOfConnectionsSessionsAndWatches() throws Exception {
    try (TestServer server = TestServer.start(directory, ADMIN)) {
      ZooKeeper client = server.client();
      client.create("/e", null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
      client.getData("/e", true, null);
      String session = Long.toString(client.getSessionId());
      assertTrue(get(server, "/commands/dump").body().contains("\"" + session + "\" : [ \"/e\" ]"));
      assertTrue(get(server, "/commands/wchp").body().contains("\"/e\" : [ " + session + " ]"));
      assertTrue(get(server, "/commands/wchc").body().contains("\"" + session + "\" : [ \"/e\" ]"));
      assertTrue(get(server, "/commands/cons").body().contains("\"last_operation\" : \"GETD\""));
      String stats = get(server, "/commands/stats").body();
      assertTrue(stats.contains("\"num_alive_client_connections\" : 1"), stats);
      assertTrue(stats.contains("\"data_dir_size\" : "), stats);
      client.close();
    }
  }

  @Test
  void refusesOtherMethods() throws Exception {
    try (TestServer server = TestServer.start(directory, ADMIN)) {
      assertEquals(403, send(server, "TRACE", "/commands/ruok").statusCode());
      assertEquals(405, send(server, "PUT", "/commands/ruok").statusCode());
      assertEquals(405, send(server, "POST", "/commands/ruok").statusCode());
      assertEquals(405, send(server, "GET", "/commands/restore").statusCode());
      assertEquals("", send(server, "HEAD", "/commands/ruok").body());
    }
  }

  @Test
  void givesSnapshotsToThoseWhoMayDoEverythingToTheRoot() throws Exception {
    try (TestServer server = TestServer.start(directory, ADMIN)) {
      ZooKeeper client = server.client();
      Id admin = new Id("digest", "admin:" + sha1("admin:secret"));
      client.setACL(
          "/",
          Arrays.asList( // the client looks for null, which an immutable list refuses
              new ACL(ZooDefs.Perms.ALL, admin),
              new ACL(ZooDefs.Perms.READ, ZooDefs.Ids.ANYONE_ID_UNSAFE)),
          -1);
      client.close();
      assertEquals(401, get(server, "/commands/snapshot").statusCode());
      assertEquals(401, privileged(server, "nosuch admin:secret").statusCode());
      assertEquals(401, privileged(server, "digest").statusCode());
      assertEquals(403, privileged(server, "digest admin:wrong").statusCode());
      HttpResponse<byte[]> given = privileged(server, CREDENTIALS);
      assertEquals(200, given.statusCode());
      assertEquals(
          String.valueOf(given.body().length),
          given.headers().firstValue("snapshot_size").orElse(""));
      assertTrue(given.headers().firstValue("last_zxid").orElse("").startsWith("0x"));
      assertArrayEquals("ZKSN".getBytes(StandardCharsets.US_ASCII), Arrays.copyOf(given.body(), 4));
      HttpResponse<String> silent =
          http.send(
              request(server, "/commands/snapshot?streaming=false")
                  .header("Authorization", CREDENTIALS)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals("{\n  \"command\" : \"snapshot\",\n  \"error\" : null\n}", silent.body());
    }
  }

  @Test
  void restoresASnapshotAndKeepsItAcrossARestart() throws Exception {
    byte[] snapshot;
    try (TestServer server = TestServer.start(directory, ADMIN)) {
      ZooKeeper client = server.client();
      client.create("/kept", new byte[] {7}, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      snapshot = privileged(server, CREDENTIALS).body();
      client.create("/later", null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      client.close();
      HttpResponse<String> restored = restore(server, snapshot);
      assertEquals(200, restored.statusCode(), restored.body());
      assertTrue(restored.body().contains("\"last_zxid\" : "), restored.body());
      ZooKeeper after = server.client();
      assertNotNull(after.exists("/kept", false));
      assertNull(after.exists("/later", false));
      after.create("/new", null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      after.close();
    }
    try (TestServer server = TestServer.start(directory, ADMIN)) {
      ZooKeeper client = server.client();
      assertArrayEquals(new byte[] {7}, client.getData("/kept", false, null));
      assertNull(client.exists("/later", false));
      assertNotNull(client.exists("/new", false));
      client.close();
    }
  }

  @Test
  void restoringDropsConnectionsAndForgetsSessionsThatTheSnapshotHasNot() throws Exception {
    try (TestServer server = TestServer.start(directory, ADMIN)) {
      byte[] snapshot = privileged(server, CREDENTIALS).body();
      TestServer.Events events = new TestServer.Events();
      ZooKeeper client = server.client(events);
      client.create("/mine", null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
      assertEquals(200, restore(server, snapshot).statusCode());
      events.awaitExpired();
      assertThrows(
          KeeperException.SessionExpiredException.class, () -> client.exists("/mine", false));
      client.close();
      assertFalse(get(server, "/commands/dump").body().contains("/mine"));
    }
  }

  @Test
  void leavesTheTreeAloneWhenTheSnapshotIsDamaged() throws Exception {
    try (TestServer server = TestServer.start(directory, ADMIN)) {
      ZooKeeper client = server.client();
      client.create("/kept", null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      byte[] snapshot = privileged(server, CREDENTIALS).body();
      snapshot[snapshot.length / 2] ^= 1;
      assertEquals(500, restore(server, snapshot).statusCode());
      assertEquals(500, restore(server, new byte[] {1, 2, 3}).statusCode());
      assertEquals(400, restore(server, new byte[0]).statusCode());
      assertNotNull(client.exists("/kept", false));
      assertTrue(get(server, "/commands/mntr").body().contains("\"restore_error_count\" : 3"));
      client.close();
    }
  }

  @Test
  void limitsHowOftenSnapshotsAreTakenAndRestored() throws Exception {
    Map<String, String> settings =
        Map.of("admin.serverPort", "0", "admin.rateLimiterIntervalInMS", "3600000000");
    try (TestServer server = TestServer.start(directory, settings)) {
      byte[] snapshot = privileged(server, CREDENTIALS).body();
      assertEquals(429, privileged(server, CREDENTIALS).statusCode());
      assertEquals(200, restore(server, snapshot).statusCode());
      assertEquals(429, restore(server, snapshot).statusCode());
      String metrics = get(server, "/commands/monitor").body();
      assertTrue(metrics.contains("\"snapshot_rate_limited_count\" : 1"), metrics);
      assertTrue(metrics.contains("\"restore_rate_limited_count\" : 1"), metrics);
    }
  }

  @Test
  void doesNotTakeOrRestoreSnapshotsWhereThatIsSwitchedOff() throws Exception {
    Map<String, String> off =
        Map.of(
            "admin.serverPort", "0",
            "admin.snapshot.enabled", "false",
            "admin.restore.enabled", "false");
    try (TestServer server = TestServer.start(directory, off)) {
      assertEquals(503, privileged(server, CREDENTIALS).statusCode());
      assertEquals(503, restore(server, new byte[] {1}).statusCode());
    }
    Map<String, String> withoutZxid =
        Map.of("admin.serverPort", "0", "serializeLastProcessedZxid.enabled", "false");
    try (TestServer server = TestServer.start(directory, withoutZxid)) {
      assertEquals(500, privileged(server, CREDENTIALS).statusCode());
      assertEquals(500, restore(server, new byte[] {1}).statusCode());
    }
  }

  @Test
  void tellsPrometheusOfTheServerAndTheJvm() throws Exception {
    Map<String, String> settings =
        Map.of(
            "metricsProvider.className",
            "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider",
            "metricsProvider.httpPort",
            "0");
    try (TestServer server = TestServer.start(directory, settings)) {
      URI uri = URI.create("http://127.0.0.1:" + server.prometheusPort() + "/metrics");
      HttpResponse<String> scrape =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      assertEquals(
          "text/plain; version=0.0.4; charset=utf-8",
          scrape.headers().firstValue("Content-Type").orElse(""));
      assertTrue(scrape.body().contains("# TYPE znode_count gauge\nznode_count 5.0\n"));
      assertTrue(scrape.body().contains("\njvm_memory_bytes_used{area=\"heap\",} "));
      assertNull(server.adminAddress());
    }
  }

  @Test
  void takesAnAddressForAnIdentity() throws Exception {
    try (TestServer server = TestServer.start(directory, ADMIN)) {
      ZooKeeper client = server.client();
      List<ACL> local = new ArrayList<>(); // stock's client asks whether there is a null in it
      local.add(new ACL(ZooDefs.Perms.ALL, new Id("ip", "127.0.0.1")));
      client.setACL("/", local, -1);
      client.close();
      assertEquals(200, privileged(server, "ip").statusCode());
      assertEquals(401, privileged(server, "digest").statusCode());
    }
  }

  @Test
  void doesNotTakeASchemeThatProvesNobodyForAnIdentity() throws Exception {
    Map<String, String> settings = new TreeMap<>(ADMIN);
    settings.put(
        "authProvider.ensemble", "org.apache.zookeeper.server.auth.EnsembleAuthenticationProvider");
    try (TestServer server = TestServer.start(directory, settings)) {
      assertEquals(401, privileged(server, "ensemble any").statusCode());
    }
  }

  @Test
  void restoresWhatItGaveThoughDigestsAreOff() throws Exception {
    Map<String, String> settings = new TreeMap<>(ADMIN);
    settings.put("digest.enabled", "false");
    settings.put("admin.rateLimiterIntervalInMS", "0");
    try (TestServer server = TestServer.start(directory, settings)) {
      HttpResponse<byte[]> snapshot = privileged(server, CREDENTIALS);
      assertEquals(200, snapshot.statusCode());
      HttpResponse<String> restored = restore(server, snapshot.body());
      assertEquals(200, restored.statusCode(), restored.body());
    }
  }

  @Test
  void makesOnlyAFewLargeAnswersAtOnceAndWaitsForNobodyForEver() throws Exception {
    Map<String, String> settings = new TreeMap<>(ADMIN);
    settings.put("admin.idleTimeout", "2000");
    try (TestServer server = TestServer.start(directory, settings)) {
      try (RawClient watching = server.raw()) {
        watching.connect(0, new byte[16], 20 * TestServer.TICK_MS);
        watch(watching, 20, 5_000);
        List<Socket> unread = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          unread.add(askWithoutReading(server, "/commands/watches"));
        }
        HttpResponse<String> fifth = get(server, "/commands/watches");
        assertEquals(503, fifth.statusCode());
        assertTrue(fifth.body().contains("busy: 4 answers of this kind"), fifth.body());
        assertEquals(200, get(server, "/commands/ruok").statusCode());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (get(server, "/commands/watches").statusCode() != 200) {
          assertTrue(System.nanoTime() - deadline < 0, "unread answers are kept for ever");
        }
        for (Socket socket : unread) {
          socket.close();
        }
      }
    }
  }

  /** So many watches that their answer does not fit into the buffers of a socket. */
  private static void watch(RawClient client, int frames, int each) throws Exception {
    for (int frame = 0; frame < frames; frame++) {
      List<String> paths = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        paths.add("/" + "long-name-".repeat(10) + frame + "-" + i);
      }
      int xid = frame + 1;
      client.send(
          xid,
          OpCode.SET_WATCHES,
          writer ->
              new SetWatches.Request(Long.MAX_VALUE, List.of(), paths, List.of()).write(writer));
      client.receive();
    }
  }

  /** Returns once the answer has begun. */
  private static Socket askWithoutReading(TestServer server, String path) throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(),
            Objects.requireNonNull(server.adminAddress()).getPort()));
    socket
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    assertEquals('H', socket.getInputStream().read());
    return socket;
  }

  private static String sha1(String text) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(hash);
  }

  private HttpRequest.Builder request(TestServer server, String path) {
    assertNotNull(server.adminAddress());
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.adminAddress().getPort() + path));
  }

  private HttpResponse<String> get(TestServer server, String path) throws Exception {
    return send(server, "GET", path);
  }

  private HttpResponse<String> send(TestServer server, String method, String path)
      throws Exception {
    return http.send(
        request(server, path).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<byte[]> privileged(TestServer server, String credentials) throws Exception {
    return http.send(
        request(server, "/commands/snapshot").header("Authorization", credentials).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpResponse<String> restore(TestServer server, byte[] snapshot) throws Exception {
    return http.send(
        request(server, "/commands/restore")
            .header("Authorization", CREDENTIALS)
            .POST(HttpRequest.BodyPublishers.ofByteArray(snapshot))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
