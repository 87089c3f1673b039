package io.castellan.server.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.zk.store.SnapshotSettings;
import io.castellan.server.zk.store.SnapshotSource;
import io.castellan.server.zk.store.SnapshotWriter;
import io.castellan.server.zk.store.StoreLayout;
import io.castellan.server.zkclient.StockZooKeeper;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.Id;
import io.castellan.zk.protocol.data.StatPersisted;
import io.castellan.zk.protocol.message.Check;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.Delete;
import io.castellan.zk.protocol.message.Exists;
import io.castellan.zk.protocol.message.GetAcl;
import io.castellan.zk.protocol.message.Multi;
import io.castellan.zk.protocol.message.SetAcl;
import io.castellan.zk.protocol.txn.TxnDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest of everything that a client may ask for, and the same after a restart. */
@SuppressWarnings("try") // a stock client's close() may be interrupted, and so may a test
class LimitsTest {
  private static final int OPERATIONS = 100_000;
  private static final int LEVELS = 2000;
  private static final int NO_NODE = -101;

  /** A session outlives the seconds that a busy machine takes for so much at once. */
  private static final Map<String, String> LARGE =
      Map.of("jute.maxbuffer", "8388608", "maxSessionTimeout", "60000");

  @TempDir Path directory;

  @Test
  void aMultiOfAHundredThousandOperationsHappensAsOneAndOutlivesARestart() throws Exception {
    long zxid;
    try (TestServer server = TestServer.start(directory, LARGE);
        RawClient client = connected(server)) {
      client.send(1, OpCode.CREATE, new Create.Request("/m", null, Acl.OPEN, 0)::write);
      zxid = client.receive().header().zxid();
      client.send(2, OpCode.MULTI, creates()::write);
      RawClient.Frame answer = client.receive();
      assertEquals(0, answer.header().err());
      assertEquals(zxid + 1, answer.header().zxid());
      assertEquals(OPERATIONS, Multi.Response.read(answer.body()).results().size());
    }
    // With the limit that it had before: what was acknowledged is read nevertheless.
    try (TestServer server = TestServer.start(directory);
        RawClient client = connected(server)) {
      assertEquals(OPERATIONS, children(client, "/m"));
      client.send(2, OpCode.EXISTS, new Exists.Request("/m/n99999", false)::write);
      RawClient.Frame last = client.receive();
      assertEquals(zxid + 1, Exists.Response.read(last.body()).stat().czxid());
    }
  }

  @Test
  void aMultiOfAHundredThousandOperationsThatFailsAtItsLastChangesNothing() throws Exception {
    try (TestServer server = TestServer.start(directory, LARGE);
        RawClient client = connected(server)) {
      client.send(1, OpCode.CREATE, new Create.Request("/m", null, Acl.OPEN, 0)::write);
      client.receive();
      List<Multi.Part> parts = new ArrayList<>(creates().parts());
      parts.add(new Multi.Part(OpCode.CHECK, new Check.Request("/none", 0)));
      client.send(2, OpCode.MULTI, new Multi.Request(parts)::write);
      RawClient.Frame answer = client.receive();
      assertEquals(0, answer.header().err());
      assertEquals(OPERATIONS + 1, Multi.Response.read(answer.body()).results().size());
      assertEquals(0, children(client, "/m"));
    }
  }

  @Test
  void aListOfTenThousandIdentitiesIsKept() throws Exception {
    List<Acl> many =
        IntStream.range(0, 10_000)
            .mapToObj(i -> new Acl(1 + i % 31, new Id("digest", "user" + i + ":hash" + i)))
            .toList();
    List<Acl> others = new ArrayList<>(many.subList(1, many.size()));
    others.add(Acl.OPEN.get(0));
    try (TestServer server = TestServer.start(directory);
        RawClient client = connected(server)) {
      List<Acl> open = new ArrayList<>(many);
      open.add(Acl.OPEN.get(0));
      client.send(1, OpCode.CREATE, new Create.Request("/acl", null, open, 0)::write);
      assertEquals(0, client.receive().header().err());
      assertEquals(open, acl(client));
      client.send(2, OpCode.SET_ACL, new SetAcl.Request("/acl", others, 0)::write);
      assertEquals(0, client.receive().header().err());
    }
    for (int start = 0; start < 2; start++) { // from the log, then from a snapshot
      try (TestServer server = TestServer.start(directory);
          RawClient client = connected(server)) {
        assertEquals(others, acl(client));
      }
    }
  }

  @Test
  void aTreeOfTwoThousandLevelsIsClimbedWrittenReadAndFelled() throws Exception {
    String deepest = "/d".repeat(LEVELS);
    try (TestServer server = TestServer.start(directory);
        RawClient client = connected(server)) {
      for (int level = 1; level <= LEVELS; level++) {
        String path = deepest.substring(0, 2 * level);
        client.send(level, OpCode.CREATE, new Create.Request(path, null, Acl.OPEN, 0)::write);
        assertEquals(0, client.receive().header().err(), path);
      }
    }
    for (int start = 0; start < 2; start++) {
      try (TestServer server = TestServer.start(directory);
          RawClient client = connected(server)) {
        assertEquals(start == 0 ? 0 : -1, children(client, deepest));
        for (int level = LEVELS; level > LEVELS / 2 && start == 0; level--) {
          String path = deepest.substring(0, 2 * level);
          client.send(level, OpCode.DELETE, new Delete.Request(path, -1)::write);
          assertEquals(0, client.receive().header().err(), path);
        }
        assertEquals(0, children(client, deepest.substring(0, LEVELS)));
      }
    }
  }

  @Test
  void aSequenceThatOverflowsGoesOnAsWithAStockServer() throws Exception {
    Path stock = Files.createDirectory(directory.resolve("stock"));
    Path ours = Files.createDirectory(directory.resolve("ours"));
    String expected;
    SnapshotWriter.write(StoreLayout.open(stock, stock), new NearOverflow(), WITHOUT_DIGEST);
    try (StockZooKeeper server = new StockZooKeeper(stock)) {
      expected = sequence(server.address().getPort());
    }
    SnapshotWriter.write(StoreLayout.open(ours, ours), new NearOverflow(), WITHOUT_DIGEST);
    try (TestServer server = TestServer.start(ours)) {
      assertEquals(expected, sequence(server.port()));
    }
    assertTrue(expected.startsWith("/s/n-2147483645 /s/n-2147483646 /s/n-2147483647"), expected);
  }

  private static final SnapshotSettings WITHOUT_DIGEST =
      new SnapshotSettings(false, false, SnapshotSettings.STOCK.compression());

  /** A node whose children's counter is about to overflow. */
  private static final class NearOverflow implements SnapshotSource {
    @Override
    public long zxid() {
      return 5;
    }

    @Override
    public Map<Long, Integer> sessions() {
      return Map.of();
    }

    @Override
    public void forEachNode(Visitor visitor) {
      for (String path :
          List.of("/", "/s", "/zookeeper", "/zookeeper/config", "/zookeeper/quota")) {
        int cversion = path.equals("/s") ? Integer.MAX_VALUE - 2 : 0;
        visitor.node(
            path, new byte[0], Acl.OPEN, new StatPersisted(1, 1, 0, 0, 0, cversion, 0, 0, 1));
      }
    }

    @Override
    public @Nullable TxnDigest digest() {
      return null;
    }
  }

  /** What creating sequential nodes answers, one after another. */
  private static String sequence(int port) throws Exception {
    var events = new TestServer.Events();
    StringBuilder answers = new StringBuilder();
    try (ZooKeeper client = new ZooKeeper("127.0.0.1:" + port, 10_000, events)) {
      events.awaitConnected();
      for (int i = 0; i < 6; i++) {
        try {
          answers.append(
              client.create("/s/n-", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL));
        } catch (KeeperException e) {
          answers.append(e.code());
        }
        answers.append(' ');
      }
      answers.append(client.exists("/s", false).getCversion());
    }
    return answers.toString();
  }

  private static Multi.Request creates() {
    List<Multi.Part> parts = new ArrayList<>(OPERATIONS);
    for (int i = 0; i < OPERATIONS; i++) {
      parts.add(new Multi.Part(OpCode.CREATE, new Create.Request("/m/n" + i, null, Acl.OPEN, 0)));
    }
    return new Multi.Request(parts);
  }

  /** How many children a node has, -1 when there is no such node. */
  private static int children(RawClient client, String path) throws IOException {
    client.send(7, OpCode.EXISTS, new Exists.Request(path, false)::write);
    RawClient.Frame answer = client.receive();
    if (answer.header().err() == NO_NODE) {
      return -1;
    }
    assertEquals(0, answer.header().err());
    return Exists.Response.read(answer.body()).stat().numChildren();
  }

  private static List<Acl> acl(RawClient client) throws IOException {
    client.send(8, OpCode.GET_ACL, new GetAcl.Request("/acl")::write);
    RawClient.Frame answer = client.receive();
    assertEquals(0, answer.header().err());
    return GetAcl.Response.read(answer.body()).acl();
  }

  private static RawClient connected(TestServer server) throws IOException {
    RawClient client = server.raw();
    client.connect(0, new byte[16], 60_000);
    return client;
  }
}
