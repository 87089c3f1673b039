package io.castellan.server.zk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.message.Connect;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.SetWatches;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stock clients against our server. */
@SuppressWarnings("try") // a stock client's close() may be interrupted, and so may a test
class ZooKeeperServerTest {
  private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  @Test
  void aNodeIsCreatedReadChangedAndDeleted() throws Exception {
    try (TestServer server = TestServer.start(directory);
        ZooKeeper client = server.client()) {
      Stat created = new Stat();
      client.create("/a", DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT, created);
      Stat read = new Stat();
      assertArrayEquals(DATA, client.getData("/a", false, read));
      assertEquals(created, read);
      Stat changed = client.setData("/a", new byte[3], 0);
      assertEquals(1, changed.getVersion());
      assertEquals(3, changed.getDataLength());
      assertThrows(KeeperException.BadVersionException.class, () -> client.setData("/a", DATA, 0));
      client.create("/a/b", null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      assertThrows(KeeperException.NotEmptyException.class, () -> client.delete("/a", -1));
      client.delete("/a/b", -1);
      client.delete("/a", 1);
      assertNull(client.exists("/a", false));
    }
  }

  @Test
  void sequentialNodesAreNumberedAndNeverAgainTheSame() throws Exception {
    try (TestServer server = TestServer.start(directory);
        ZooKeeper client = server.client()) {
      assertEquals("/s-0000000000", sequential(client, "/s-"));
      client.delete("/s-0000000000", -1);
      assertEquals("/s-0000000001", sequential(client, "/s-"));
      assertEquals("/0000000002", sequential(client, "/"));
    }
  }

  private static String sequential(ZooKeeper client, String path) throws Exception {
    return client.create(path, null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
  }

  @Test
  void aMultiHappensAsAWholeOrNotAtAll() throws Exception {
    try (TestServer server = TestServer.start(directory);
        ZooKeeper client = server.client()) {
      List<OpResult> done =
          client.multi(
              List.of(
                  Op.create("/m", DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                  Op.create("/m/c", DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                  Op.setData("/m", new byte[1], 0),
                  Op.check("/m", 1),
                  Op.delete("/m/c", -1)));
      assertEquals(5, done.size());
      assertEquals(1, ((OpResult.SetDataResult) done.get(2)).getStat().getVersion());
      KeeperException failed =
          assertThrows(
              KeeperException.BadVersionException.class,
              () ->
                  client.multi(
                      List.of(
                          Op.delete("/m", -1),
                          Op.create("/n", DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                          Op.setData("/n", DATA, 7),
                          Op.delete("/n", -1))));
      List<Integer> codes =
          failed.getResults().stream()
              .map(result -> ((OpResult.ErrorResult) result).getErr())
              .toList();
      assertEquals(List.of(0, 0, -103, -2), codes);
      assertNotNull(client.exists("/m", false));
      assertNull(client.exists("/n", false));
    }
  }

  @Test
  void severalReadsTravelTogetherAndFailByThemselves() throws Exception {
    try (TestServer server = TestServer.start(directory);
        ZooKeeper client = server.client()) {
      client.create("/r", DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      List<OpResult> results =
          client.multi(List.of(Op.getData("/r"), Op.getChildren("/"), Op.getData("/none")));
      assertArrayEquals(DATA, ((OpResult.GetDataResult) results.get(0)).getData());
      assertTrue(((OpResult.GetChildrenResult) results.get(1)).getChildren().contains("r"));
      assertEquals(-101, ((OpResult.ErrorResult) results.get(2)).getErr());
    }
  }

  @Test
  void watchesTellOnceOfWhatTheyWereLeftFor() throws Exception {
    TestServer.Events events = new TestServer.Events();
    try (TestServer server = TestServer.start(directory);
        ZooKeeper watcher = server.client(events);
        ZooKeeper writer = server.client()) {
      watcher.exists("/w", true);
      writer.create("/w", DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      assertEquals("NodeCreated /w", events.next());
      watcher.getData("/w", true, null);
      watcher.getChildren("/w", true);
      writer.setData("/w", DATA, -1);
      writer.setData("/w", DATA, -1);
      assertEquals("NodeDataChanged /w", events.next());
      writer.create("/w/c", DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      assertEquals("NodeChildrenChanged /w", events.next());
      writer.delete("/w/c", -1);
      watcher.getChildren("/w", true);
      watcher.getData("/w", true, null);
      writer.delete("/w", -1);
      assertEquals("NodeDeleted /w", events.next());
      watcher.getData("/", false, null);
      assertTrue(events.isEmpty());
    }
  }

  @Test
  void aRecursiveWatchStaysAndReachesEverythingBeneath() throws Exception {
    TestServer.Events events = new TestServer.Events();
    try (TestServer server = TestServer.start(directory);
        ZooKeeper watcher = server.client(events);
        ZooKeeper writer = server.client()) {
      watcher.addWatch("/p", AddWatchMode.PERSISTENT_RECURSIVE);
      writer.create("/p", DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      writer.create("/p/q", DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      writer.setData("/p/q", DATA, -1);
      writer.delete("/p/q", -1);
      assertEquals("NodeCreated /p", events.next());
      assertEquals("NodeCreated /p/q", events.next());
      assertEquals("NodeDataChanged /p/q", events.next());
      assertEquals("NodeDeleted /p/q", events.next());
    }
  }

  @Test
  void ephemeralNodesGoWithTheirSession() throws Exception {
    TestServer.Events events = new TestServer.Events();
    try (TestServer server = TestServer.start(directory);
        ZooKeeper watcher = server.client(events)) {
      ZooKeeper owner = server.client();
      owner.create("/e", DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
      assertThrows(
          KeeperException.NoChildrenForEphemeralsException.class,
          () -> owner.create("/e/c", DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
      assertEquals(List.of("/e"), owner.getEphemerals());
      assertNotNull(watcher.exists("/e", true));
      owner.close();
      assertEquals("NodeDeleted /e", events.next());
    }
  }

  @Test
  void aSilentSessionExpiresAndItsConnectionIsClosed() throws Exception {
    TestServer.Events events = new TestServer.Events();
    try (TestServer server = TestServer.start(directory);
        ZooKeeper watcher = server.client(events);
        RawClient silent = server.raw()) {
      var session = silent.connect(0, new byte[16], 2 * TestServer.TICK_MS);
      assertEquals(2 * TestServer.TICK_MS, session.timeoutMs());
      silent.send(1, OpCode.CREATE, new Create.Request("/silent", null, Acl.OPEN, 1)::write);
      assertEquals(0, silent.receive().header().err());
      assertNotNull(watcher.exists("/silent", true));
      assertEquals("NodeDeleted /silent", events.next());
      assertEquals(0, silent.receiveAll().length);
    }
  }

  @Test
  void aSessionMovesToTheConnectionThatKnowsItsPassword() throws Exception {
    try (TestServer server = TestServer.start(directory);
        RawClient first = server.raw();
        RawClient second = server.raw();
        RawClient thief = server.raw()) {
      var session = first.connect(0, new byte[16], 10_000);
      assertNotEquals(0, session.sessionId());
      var moved = second.connect(session.sessionId(), session.password(), 10_000);
      assertEquals(session.sessionId(), moved.sessionId());
      assertEquals(0, first.receiveAll().length, "the old connection is closed");
      byte[] wrong = Arrays.copyOf(session.password(), 16);
      wrong[0]++;
      var refused = thief.connect(session.sessionId(), wrong, 10_000);
      assertEquals(0, refused.sessionId());
      assertEquals(0, refused.timeoutMs());
      assertEquals(0, thief.receiveAll().length);
    }
  }

  @Test
  void everythingAcknowledgedIsThereAfterARestart() throws Exception {
    List<String> paths = new ArrayList<>();
    Stat before;
    long session;
    byte[] password;
    try (TestServer server = TestServer.start(directory)) {
      try (ZooKeeper client = server.client()) {
        for (int i = 0; i < 100; i++) {
          paths.add(sequential(client, "/k-"));
        }
        client.addAuthInfo("digest", "u:p".getBytes(StandardCharsets.UTF_8));
        client.create("/mine", DATA, ZooDefs.Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
        before = client.setData("/mine", DATA, 0);
      }
      try (RawClient raw = server.raw()) {
        var connected = raw.connect(0, new byte[16], 10_000);
        session = connected.sessionId();
        password = connected.password();
        raw.send(1, OpCode.CREATE, new Create.Request("/eph", null, Acl.OPEN, 1)::write);
        assertEquals(0, raw.receive().header().err());
      }
    }
    try (TestServer server = TestServer.start(directory);
        ZooKeeper client = server.client();
        RawClient raw = server.raw()) {
      for (String path : paths) {
        assertNotNull(client.exists(path, false), path);
      }
      assertThrows(
          KeeperException.NoAuthException.class, () -> client.getData("/mine", false, null));
      client.addAuthInfo("digest", "u:p".getBytes(StandardCharsets.UTF_8));
      Stat after = new Stat();
      assertArrayEquals(DATA, client.getData("/mine", false, after));
      assertEquals(before, after);
      assertNotNull(client.exists("/eph", false), "its session has not expired");
      assertEquals(session, raw.connect(session, password, 10_000).sessionId());
    }
  }

  @Test
  void aClientOfThreeYearsOldFindsItsWatchesAfterAReconnect() throws Exception {
    try (TestServer server = TestServer.start(directory);
        ZooKeeper writer = server.client();
        RawClient first = server.raw();
        RawClient again = server.raw()) {
      writer.create("/gone", DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      writer.create("/kept", DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      var session = first.connect(0, new byte[16], 10_000);
      first.close();
      long seen = writer.exists("/kept", false).getCzxid() + 1;
      writer.delete("/gone", -1);
      writer.create("/new", DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      // Without the read-only flag, as clients before 3.4 and some small ones connect.
      var connected =
          again.connect(
              new Connect.Request(0, seen, 10_000, session.sessionId(), session.password(), null));
      assertNull(connected.readOnly());
      again.send(
          -8,
          OpCode.SET_WATCHES,
          new SetWatches.Request(seen, List.of("/gone", "/kept"), List.of("/new"), List.of("/kept"))
              ::write);
      assertEquals("2 /gone", again.receive().event());
      assertEquals("1 /new", again.receive().event());
      assertEquals(-8, again.receive().header().xid());
      writer.setData("/kept", DATA, -1);
      assertEquals("3 /kept", again.receive().event());
    }
  }

  @Test
  void aClientThatHasSeenTheFutureIsSentAway() throws Exception {
    try (TestServer server = TestServer.start(directory);
        RawClient client = server.raw()) {
      client.send(new Connect.Request(0, 1L << 40, 10_000, 0, new byte[16], false)::write);
      assertEquals(0, client.receiveAll().length);
    }
  }

  @Test
  void fourLetterWordsAreAnsweredAndTheWhitelistObeyed() throws Exception {
    try (TestServer server =
            TestServer.start(directory, Map.of("4lw.commands.whitelist", "ruok, srvr"));
        RawClient ruok = server.raw();
        RawClient srvr = server.raw();
        RawClient dump = server.raw()) {
      ruok.sendBytes("ruok".getBytes(StandardCharsets.US_ASCII));
      assertEquals("imok", text(ruok));
      srvr.sendBytes("srvr\n".getBytes(StandardCharsets.US_ASCII));
      assertTrue(text(srvr).contains("\nMode: standalone\nNode count: 5\n"));
      dump.sendBytes("dump".getBytes(StandardCharsets.US_ASCII));
      assertEquals("dump is not executed because it is not in the whitelist.\n", text(dump));
    }
  }

  private static String text(RawClient client) throws Exception {
    return new String(client.receiveAll(), StandardCharsets.UTF_8);
  }

  @Test
  void containersAndNodesWithATimeToLiveGoByThemselves() throws Exception {
    Map<String, String> quick =
        Map.of("znode.container.checkIntervalMs", "50", "extendedTypesEnabled", "true");
    TestServer.Events events = new TestServer.Events();
    try (TestServer server = TestServer.start(directory, quick);
        ZooKeeper client = server.client(events)) {
      client.create("/box", null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.CONTAINER);
      client.create("/box/c", null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      client.create(
          "/ttl", null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, null, 300);
      assertEquals(0, client.exists("/ttl", true).getEphemeralOwner());
      assertEquals("NodeDeleted /ttl", events.next());
      assertNotNull(client.exists("/box", true), "it has a child");
      client.delete("/box/c", -1);
      assertEquals("NodeDeleted /box", events.next());
    }
    try (TestServer server = TestServer.start(directory, Map.of());
        ZooKeeper client = server.client()) {
      assertThrows(
          KeeperException.UnimplementedException.class,
          () ->
              client.create(
                  "/t",
                  null,
                  ZooDefs.Ids.OPEN_ACL_UNSAFE,
                  CreateMode.PERSISTENT_WITH_TTL,
                  null,
                  9));
    }
  }

  @Test
  void aTransactionLongerThanAnyRequestIsRecovered() throws Exception {
    int count = 2500;
    try (TestServer server = TestServer.start(directory);
        RawClient raw = server.raw();
        ZooKeeper client = server.client()) {
      raw.connect(0, new byte[16], 10_000);
      for (int i = 0; i < count; i++) {
        String path = "/" + "e".repeat(1000) + i;
        raw.send(1 + i, OpCode.CREATE, new Create.Request(path, null, Acl.OPEN, 1)::write);
      }
      for (int i = 0; i < count; i++) {
        assertEquals(0, raw.receive().header().err());
      }
      // Closing lists all of them: two and a half megabytes in one transaction.
      raw.send(count + 1, OpCode.CLOSE_SESSION, writer -> {});
      assertEquals(0, raw.receive().header().err());
      client.create("/after", DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }
    try (TestServer server = TestServer.start(directory);
        ZooKeeper client = server.client()) {
      assertNotNull(client.exists("/after", false));
      assertEquals(
          List.of("after", "zookeeper"), client.getChildren("/", false).stream().sorted().toList());
    }
  }
}
