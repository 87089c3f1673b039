package io.castellan.server.zk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three servers of ours over real sockets, with the stock client. */
@SuppressWarnings({"try", "NullAway.Init"}) // its close() may be interrupted; made by each test
class EnsembleTest {
  @TempDir Path directory;
  private TestEnsemble ensemble;

  @AfterEach
  void nothingHasFailed() {
    if (ensemble != null) {
      ensemble.close();
      assertNull(ensemble.failure.get(), "a lane has failed");
    }
  }

  private TestEnsemble of(int voters, int observers) throws IOException {
    ensemble = new TestEnsemble(directory, voters, observers);
    return ensemble;
  }

  @Test
  void electsTheSecondOfThreeThatAreStartedInTurn() throws Exception {
    of(3, 0);
    ensemble.start(1);
    ensemble.start(2);
    assertEquals(2, ensemble.awaitLeader());
    ensemble.start(3);
    assertEquals(2, ensemble.awaitLeader());
    assertEquals("follower", ensemble.mode(1));
    assertEquals("follower", ensemble.mode(3));
  }

  @Test
  void whatIsWrittenThroughOneIsReadThroughTheOthers() throws Exception {
    of(3, 1).startAll();
    ensemble.awaitLeader();
    for (int id = 1; id <= 4; id++) {
      try (ZooKeeper client = client(id)) {
        client.create("/n" + id, bytes("of " + id), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      }
    }
    for (int id = 1; id <= 4; id++) {
      try (ZooKeeper client = client(id)) {
        client.sync("/", (code, path, context) -> {}, null);
        for (int of = 1; of <= 4; of++) {
          assertArrayEquals(bytes("of " + of), client.getData("/n" + of, false, null));
        }
      }
    }
  }

  @Test
  void sessionsEphemeralsAndWatchesOutliveTheLeader() throws Exception {
    of(3, 0).startAll();
    long first = ensemble.awaitLeader();
    try (ZooKeeper client = new ZooKeeper(ensemble.connectString(), 20_000, event -> {})) {
      awaitConnected(client);
      client.create("/mine", null, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
      CountDownLatch seen = new CountDownLatch(1);
      client.exists(
          "/later",
          event -> {
            if (event.getType() == EventType.NodeCreated) {
              seen.countDown();
            }
          });
      long session = client.getSessionId();
      ensemble.stop(first);
      assertNotEquals(first, ensemble.awaitLeader());
      retried(() -> client.create("/later", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
      assertEquals(session, client.getSessionId());
      assertNotNull(client.exists("/mine", false));
      assertTrue(seen.await(20, TimeUnit.SECONDS));
      ensemble.start(first);
      ensemble.awaitLeader();
      try (ZooKeeper other = client(first)) {
        assertNotNull(other.exists("/later", false));
        assertEquals(session, other.exists("/mine", false).getEphemeralOwner());
      }
    }
  }

  /** Bytes that no server sends, on the ports that only servers use: each is sent away. */
  @Test
  void sendsStrangersAwayAndServesOn() throws Exception {
    of(3, 0).startAll();
    long leader = ensemble.awaitLeader();
    byte[] http = bytes("GET / HTTP/1.1\r\nHost: here.example.org\r\n\r\n");
    byte[] longLength = {0, 0, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 0, 0, 0};
    byte[] nobody = {0, 0, 0, 0, 0, 0, 0, 99}; // a server that is not in the configuration
    byte[] itself = {0, 0, 0, 0, 0, 0, 0, (byte) leader};
    byte[] hello = {-1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 99, 0x7f, 0, 0, 0};
    for (byte[] said : List.of(http, longLength)) {
      assertTrue(isSentAway(ensemble.quorumPort(leader), said));
    }
    for (byte[] said : List.of(http, nobody, itself, hello)) {
      assertTrue(isSentAway(ensemble.electionPort(leader), said));
    }
    assertEquals(leader, ensemble.awaitLeader());
    try (ZooKeeper client = client(leader)) {
      client.create("/on", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }
  }

  private static boolean isSentAway(int port, byte[] said) throws IOException {
    try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port)) {
      stranger.setSoTimeout(8_000);
      stranger.getOutputStream().write(said);
      return stranger.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** What a learner lacks is sent to it; where too much has happened, all of it. */
  @Test
  void bringsALateServerUpToDateHoweverMuchItHasMissed() throws Exception {
    of(3, 0).startAll();
    long leader = ensemble.awaitLeader();
    long late = leader == 1 ? 2 : 1;
    try (ZooKeeper client = client(late)) {
      client.create("/first", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }
    for (int missed : new int[] {3, 700}) {
      ensemble.stop(late);
      try (ZooKeeper client = client(leader)) {
        for (int i = 0; i < missed; i++) {
          client.create("/" + missed + "-" + i, null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
        ensemble.start(late);
        ensemble.awaitLeader();
        try (ZooKeeper behind = client(late)) {
          assertEquals(
              client.getChildren("/", false).stream().sorted().toList(),
              behind.getChildren("/", false).stream().sorted().toList());
        }
      }
    }
  }

  private interface Call {
    void run() throws KeeperException, InterruptedException;
  }

  private void retried(Call call) throws Exception {
    for (int left = 200; ; left--) {
      try {
        call.run();
        return;
      } catch (KeeperException.ConnectionLossException e) {
        if (left == 0) {
          throw e;
        }
        TestEnsemble.pause(50);
      } catch (KeeperException.NodeExistsException e) {
        return; // the first attempt has arrived
      }
    }
  }

  private ZooKeeper client(long id) throws Exception {
    ZooKeeper client = new ZooKeeper("127.0.0.1:" + ensemble.port(id), 20_000, event -> {});
    awaitConnected(client);
    return client;
  }

  private void awaitConnected(ZooKeeper client) throws InterruptedException {
    ensemble.await("connected", () -> client.getState().isConnected());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
