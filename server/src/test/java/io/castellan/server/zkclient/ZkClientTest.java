package io.castellan.server.zkclient;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import io.castellan.server.net.Transport;
import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.EventType;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.message.Create;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against a stock server. */
final class ZkClientTest {
  private static final int SESSION_MS = 4000;

  private final Lane lane =
      new Lane("test", 1000, Clock.SYSTEM, (failed, cause) -> cause.printStackTrace());
  private final Transport transport = Transport.open("test-io", 1);
  private final Recorder recorder = new Recorder();
  private StockZooKeeper server;
  private ZkClient client;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    lane.start();
    server = new StockZooKeeper(dir);
    client = open("");
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    lane.close();
    transport.close();
  }

  @Test
  void createsReadsWritesAndDeletes() throws Exception {
    assertEquals("/a", create(client, "/a", CreateMode.PERSISTENT).get().path());
    assertEquals(KeeperError.NODE_EXISTS, create(client, "/a", CreateMode.PERSISTENT).error());
    assertEquals(
        "/a/s0000000000", create(client, "/a/s", CreateMode.PERSISTENT_SEQUENTIAL).get().path());
    assertTrue(call(done -> client.getData("/a", false, done::accept)).isOk());
    assertTrue(call(done -> client.setData("/a", bytes("y"), 0, done::accept)).isOk());
    assertEquals(
        KeeperError.BAD_VERSION,
        call(done -> client.setData("/a", bytes("z"), 0, done::accept)).error());
    assertEquals(List.of("s0000000000"), this.children("/a"));
    assertEquals(
        KeeperError.NOT_EMPTY, call(done -> client.delete("/a", -1, done::accept)).error());
    assertEquals(
        KeeperError.NO_NODE, call(done -> client.exists("/no", false, done::accept)).error());
    assertTrue(call(done -> client.sync("/", done::accept)).isOk());
    assertTrue(call(done -> client.setAcl("/a", Acl.READ_ONLY, 0, done::accept)).isOk());
    assertEquals(
        KeeperError.NO_AUTH, call(done -> client.setData("/a", null, -1, done::accept)).error());
  }

  @Test
  void carriesOutAllOfAMultiOrNothing() throws Exception {
    List<ZkWrite> writes =
        List.of(
            new ZkWrite.CreateNode("/m", null, Acl.OPEN, CreateMode.PERSISTENT),
            new ZkWrite.SetNode("/m", bytes("1"), 0),
            new ZkWrite.CheckVersion("/m", 1));
    assertTrue(call(done -> client.multi(writes, done::accept)).isOk());
    List<ZkWrite> failing =
        List.of(
            new ZkWrite.DeleteNode("/m", -1),
            new ZkWrite.CheckVersion("/missing", 0),
            new ZkWrite.CreateNode("/n", null, Acl.OPEN, CreateMode.PERSISTENT));
    assertEquals(KeeperError.NO_NODE, call(done -> client.multi(failing, done::accept)).error());
    assertTrue(call(done -> client.exists("/m", false, done::accept)).isOk());
  }

  @Test
  void keepsPathsOfAChrootApart() throws Exception {
    try (ZkClient inner = open("/x/y")) {
      CompletableFuture<KeeperError> made = new CompletableFuture<>();
      inner.createChroot(Acl.OPEN, made::complete);
      assertEquals(KeeperError.OK, made.get(10, TimeUnit.SECONDS));
      assertEquals("/n", create(inner, "/n", CreateMode.PERSISTENT).get().path());
      assertTrue(call(done -> client.exists("/x/y/n", false, done::accept)).isOk());
      call(done -> inner.getData("/n", true, done::accept));
      call(done -> client.setData("/x/y/n", null, -1, done::accept));
      assertEquals("NODE_DATA_CHANGED /n", recorder.next("NODE_"));
    }
  }

  @Test
  void tellsOfChangesOnceAndAfterTheReply() throws Exception {
    call(done -> client.exists("/w", true, done::accept));
    create(client, "/w", CreateMode.PERSISTENT);
    assertEquals("NODE_CREATED /w", recorder.next("NODE_"));
    call(done -> client.getChildren("/w", true, done::accept));
    create(client, "/w/a", CreateMode.PERSISTENT);
    create(client, "/w/b", CreateMode.PERSISTENT);
    assertEquals("NODE_CHILDREN_CHANGED /w", recorder.next("NODE_"));
    call(done -> client.getData("/w", true, done::accept));
    call(done -> client.setData("/w", null, -1, done::accept));
    assertEquals("NODE_DATA_CHANGED /w", recorder.next("NODE_"));
  }

  @Test
  void takesItsSessionAndWatchesToTheNextConnection() throws Exception {
    create(client, "/e", CreateMode.EPHEMERAL);
    call(done -> client.getData("/e", true, done::accept));
    call(done -> client.exists("/later", true, done::accept));
    call(done -> client.getChildren("/", true, done::accept));
    long session = client.sessionId();
    recorder.next("CONNECTED");
    server.dropConnections();
    recorder.next("DISCONNECTED");
    recorder.next("CONNECTED");
    assertEquals(session, client.sessionId());
    assertTrue(call(done -> client.exists("/e", false, done::accept)).isOk());
    call(done -> client.setData("/e", null, -1, done::accept));
    assertEquals("NODE_DATA_CHANGED /e", recorder.next("NODE_"));
    create(client, "/later", CreateMode.PERSISTENT);
    assertEquals("NODE_CREATED /later", recorder.next("NODE_"));
    assertEquals("NODE_CHILDREN_CHANGED /", recorder.next("NODE_"));
  }

  @Test
  void survivesARestartOfTheServer() throws Exception {
    create(client, "/e", CreateMode.EPHEMERAL);
    long session = client.sessionId();
    server.restart();
    assertTrue(call(done -> client.exists("/e", false, done::accept)).isOk());
    assertEquals(session, client.sessionId());
  }

  @Test
  void startsANewSessionWhenItsOwnHasExpired() throws Exception {
    create(client, "/e", CreateMode.EPHEMERAL);
    long session = client.sessionId();
    recorder.next("CONNECTED");
    server.expire(session);
    recorder.next("EXPIRED");
    recorder.next("CONNECTED");
    assertNotEquals(session, client.sessionId());
    assertEquals(
        KeeperError.NO_NODE, call(done -> client.exists("/e", false, done::accept)).error());
  }

  @Test
  void refusesWhatWasSubmittedBeforeTheExpiryWasKnown() throws Exception {
    create(client, "/e", CreateMode.EPHEMERAL);
    recorder.next("CONNECTED");
    CompletableFuture<KeeperError> late = new CompletableFuture<>();
    CompletableFuture<Void> laneMayGoOn = new CompletableFuture<>();
    lane.execute(laneMayGoOn::join);
    server.expire(client.sessionId());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    long old = client.sessionId();
    while (client.sessionId() == old || client.sessionId() == 0) {
      assertTrue(System.nanoTime() < deadline, "no new session");
      Thread.onSpinWait();
    }
    client.create(
        "/ghost", null, Acl.OPEN, CreateMode.EPHEMERAL, result -> late.complete(result.error()));
    laneMayGoOn.complete(null);
    assertEquals(KeeperError.SESSION_EXPIRED, late.get(10, TimeUnit.SECONDS));
    recorder.next("EXPIRED");
    assertEquals(
        KeeperError.NO_NODE, call(done -> client.exists("/ghost", false, done::accept)).error());
  }

  @Test
  void keepsAnIdleSessionAlive() throws Exception {
    try (ZkClient brief = open("", 600)) {
      create(brief, "/brief", CreateMode.EPHEMERAL);
      long session = brief.sessionId();
      CompletableFuture<Void> later = new CompletableFuture<>();
      later.completeOnTimeout(null, 2, TimeUnit.SECONDS).get();
      assertEquals(session, brief.sessionId());
      assertTrue(call(done -> client.exists("/brief", false, done::accept)).isOk());
    }
    assertEquals(
        KeeperError.NO_NODE, call(done -> client.exists("/brief", false, done::accept)).error());
  }

  @Test
  void authenticatesEveryConnection() throws Exception {
    ZkSettings settings =
        new ZkSettings("", SESSION_MS)
            .withIdentities(List.of(new ZkSettings.Identity("digest", bytes("ann:secret"))));
    try (ZkClient ann =
        ZkClient.start(
            ZkServers.tcp(transport, List.of(server.address())), settings, lane, recorder)) {
      call(done -> ann.create("/own", null, Acl.CREATOR_ALL, CreateMode.PERSISTENT, done::accept));
      assertEquals(
          KeeperError.NO_AUTH, call(done -> client.getData("/own", false, done::accept)).error());
      server.dropConnections();
      assertTrue(call(done -> ann.getData("/own", false, done::accept)).isOk());
    }
  }

  /** Even of one that is not dead: it connects again when its session moves away from it. */
  @Test
  void closesTheSessionOfAPredecessorFirst() throws Exception {
    create(client, "/e", CreateMode.EPHEMERAL);
    recorder.next("CONNECTED");
    SessionKey key = requireNonNull(SessionKey.fromLine(recorder.lastKey.toLine()));
    ZkSettings settings = new ZkSettings("", SESSION_MS).withAbandoned(key);
    try (ZkClient heir =
        ZkClient.start(
            ZkServers.tcp(transport, List.of(server.address())), settings, lane, recorder)) {
      assertEquals(
          KeeperError.NO_NODE, call(done -> heir.exists("/e", false, done::accept)).error());
    }
    SessionKey wrong = new SessionKey(key.sessionId() + 1, key.password());
    try (ZkClient heir =
        ZkClient.start(
            ZkServers.tcp(transport, List.of(server.address())),
            settings.withAbandoned(wrong),
            lane,
            recorder)) {
      assertTrue(call(done -> heir.exists("/", false, done::accept)).isOk());
    }
  }

  @Test
  void readsOnlyWhatIsASessionKey() {
    for (String bad : List.of("", "x y", "1234 00", "00000000000000000 " + "00".repeat(16))) {
      assertNull(SessionKey.fromLine(bad), bad);
    }
  }

  @Test
  void refusesARequestThatIsLongerThanAFrame() throws Exception {
    byte[] tooMuch = new byte[ZkSettings.DEFAULT_MAX_FRAME_BYTES + 1];
    assertEquals(
        KeeperError.MARSHALLING_ERROR,
        call(done -> client.setData("/", tooMuch, -1, done::accept)).error());
    assertTrue(call(done -> client.exists("/", false, done::accept)).isOk());
  }

  private ZkClient open(String chroot) {
    return open(chroot, SESSION_MS);
  }

  private ZkClient open(String chroot, int sessionMs) {
    return ZkClient.start(
        ZkServers.tcp(transport, List.of(server.address())),
        new ZkSettings(chroot, sessionMs),
        lane,
        recorder);
  }

  private ZkResult<Create.Response> create(ZkClient on, String path, CreateMode mode)
      throws Exception {
    CompletableFuture<ZkResult<Create.Response>> answer = new CompletableFuture<>();
    on.create(path, bytes("x"), Acl.OPEN, mode, answer::complete);
    return answer.get(10, TimeUnit.SECONDS);
  }

  private List<String> children(String path) throws Exception {
    CompletableFuture<List<String>> answer = new CompletableFuture<>();
    client.getChildren(path, false, result -> answer.complete(result.get().children()));
    return answer.get(10, TimeUnit.SECONDS);
  }

  /** Run an operation until it was not cut off by a lost connection, and wait for its outcome. */
  private static ZkResult<?> call(Consumer<Consumer<ZkResult<?>>> operation) throws Exception {
    while (true) {
      CompletableFuture<ZkResult<?>> answer = new CompletableFuture<>();
      operation.accept(answer::complete);
      ZkResult<?> result = answer.get(10, TimeUnit.SECONDS);
      if (result.error() != KeeperError.CONNECTION_LOSS) {
        return result;
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Keeps what the client tells, in order. */
  private final class Recorder implements SessionListener {
    volatile SessionKey lastKey = new SessionKey(0, new byte[16]);
    private final BlockingQueue<String> told = new ArrayBlockingQueue<>(1000);

    /** The next thing told that starts with a prefix. */
    String next(String prefix) throws InterruptedException {
      while (true) {
        String next = told.poll(10, TimeUnit.SECONDS);
        assertTrue(next != null, "nothing told: " + prefix);
        if (next.startsWith(prefix)) {
          return next;
        }
      }
    }

    @Override
    public void onConnected(SessionKey session) {
      lastKey = session;
      tell("CONNECTED");
    }

    @Override
    public void onDisconnected() {
      tell("DISCONNECTED");
    }

    @Override
    public void onExpired() {
      tell("EXPIRED");
    }

    @Override
    public void onAuthFailed() {
      tell("AUTH_FAILED");
    }

    @Override
    public void onEvent(EventType type, String path) {
      tell(type + " " + path);
    }

    private void tell(String what) {
      lane.assertOwner();
      told.add(what);
    }
  }
}
