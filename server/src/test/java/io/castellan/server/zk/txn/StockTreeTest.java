package io.castellan.server.zk.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.castellan.server.zk.auth.AclRules;
import io.castellan.server.zk.auth.AuthSchemes;
import io.castellan.server.zk.tree.TreeImage;
import io.castellan.server.zk.tree.TreeRules;
import io.castellan.server.zk.tree.Znode;
import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.Id;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.message.Check;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.CreateSession;
import io.castellan.zk.protocol.message.Delete;
import io.castellan.zk.protocol.message.Multi;
import io.castellan.zk.protocol.message.MultiOp;
import io.castellan.zk.protocol.message.SetAcl;
import io.castellan.zk.protocol.message.SetData;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.TxnLogEntry;
import org.apache.zookeeper.server.util.SerializeUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random requests are planned and applied here, and the transactions that come of them are applied
 * to a stock tree: both must then agree on every property of every node.
 */
class StockTreeTest {
  private static final int STEPS = 3000;
  private static final long[] SESSIONS = {0x100000000000001L, 0x100000000000002L, 0x2L};

  private final ZnodeTree tree = new ZnodeTree(TreeRules.DEFAULT);
  private final PendingChanges pending = new PendingChanges(tree);
  private final TxnPlanner planner =
      new TxnPlanner(
          new AclRules(false, AuthSchemes.DEFAULT), id -> KeeperError.OK, PlannerSettings.DEFAULT);
  private final DataTree stock = new DataTree();
  private final Deque<PlannedTxn> outstanding = new ArrayDeque<>();
  private long zxid;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20261121})
  void everyNodeIsAsAStockTreeHasIt(long seed) throws IOException {
    Random random = new Random(seed);
    for (long session : SESSIONS) {
      plan(
          new WriteRequest(
              session, 0, OpCode.CREATE_SESSION, new CreateSession.Request(1), List.of()));
    }
    for (int step = 0; step < STEPS; step++) {
      plan(request(random));
      while (outstanding.size() > random.nextInt(6)) {
        commitOne();
      }
      if (step % 100 == 0) {
        while (!outstanding.isEmpty()) {
          commitOne();
        }
        compare("seed " + seed + " step " + step);
      }
    }
  }

  private void plan(WriteRequest request) {
    zxid++;
    outstanding.add(planner.plan(request, pending, zxid, 1_700_000_000_000L + zxid));
  }

  private void commitOne() throws IOException {
    PlannedTxn planned = outstanding.remove();
    LoggedTxn txn = planned.txn();
    tree.commit(txn.header(), txn.txn(), planned.done());
    pending.onCommitted(planned);
    ByteBuf blob = Unpooled.buffer();
    txn.write(new JuteWriter(blob));
    TxnLogEntry entry = SerializeUtils.deserializeTxn(ByteBufUtil.getBytes(blob));
    blob.release();
    stock.processTxn(entry.getHeader(), entry.getTxn(), entry.getDigest());
    assertNotNull(txn.digest());
    assertEquals(stock.getTreeDigest(), txn.digest().treeDigest(), () -> "digest after " + txn);
    assertEquals(tree.image().digest(), txn.digest().treeDigest());
  }

  private WriteRequest request(Random random) {
    long session = SESSIONS[random.nextInt(SESSIONS.length)];
    List<Id> identities = List.of(new Id("digest", "u:hash"));
    int kind = random.nextInt(100);
    if (kind == 0) {
      return WriteRequest.closeSession(session, 1);
    } else if (kind < 6) {
      SetAcl.Request set = new SetAcl.Request(path(random, 3), acl(random), random.nextInt(4) - 1);
      return new WriteRequest(session, 1, OpCode.SET_ACL, set, identities);
    } else if (kind < 25) {
      List<Multi.Part> parts = new ArrayList<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        parts.add(part(random));
      }
      return new WriteRequest(session, 1, OpCode.MULTI, new Multi.Request(parts), identities);
    }
    Multi.Part part = part(random);
    if (part.type() == OpCode.CHECK) {
      return new WriteRequest(
          session, 1, OpCode.MULTI, new Multi.Request(List.of(part)), identities);
    }
    return new WriteRequest(session, 1, part.type(), part.op(), identities);
  }

  private Multi.Part part(Random random) {
    int kind = random.nextInt(10);
    if (kind < 5) {
      OpCode op =
          switch (random.nextInt(4)) {
            case 0 -> OpCode.CREATE2;
            case 1 -> OpCode.CREATE_CONTAINER;
            default -> OpCode.CREATE;
          };
      int flags = random.nextInt(5);
      MultiOp create = new Create.Request(path(random, 3), data(random), acl(random), flags);
      return new Multi.Part(op, create);
    } else if (kind < 7) {
      return new Multi.Part(
          OpCode.DELETE, new Delete.Request(path(random, 3), random.nextInt(3) - 1));
    } else if (kind < 9) {
      return new Multi.Part(
          OpCode.SET_DATA,
          new SetData.Request(path(random, 3), data(random), random.nextInt(4) - 1));
    }
    return new Multi.Part(OpCode.CHECK, new Check.Request(path(random, 3), random.nextInt(3) - 1));
  }

  private static String path(Random random, int depth) {
    StringBuilder path = new StringBuilder();
    for (int i = random.nextInt(depth); i >= 0; i--) {
      path.append('/').append((char) ('a' + random.nextInt(3)));
    }
    return path.toString();
  }

  private static byte @Nullable [] data(Random random) {
    return random.nextInt(5) == 0
        ? null
        : "x".repeat(random.nextInt(9)).getBytes(StandardCharsets.UTF_8);
  }

  private static List<Acl> acl(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> Acl.CREATOR_ALL;
      case 1 -> List.of(new Acl(31, new Id("digest", "u:hash")), Acl.OPEN.get(0));
      default -> Acl.OPEN;
    };
  }

  private void compare(String when) {
    TreeMap<String, Znode> ours = new TreeMap<>();
    tree.image().forEach(ours::put);
    for (var entry : ours.entrySet()) {
      String path = entry.getKey().isEmpty() ? "/" : entry.getKey();
      var node = stock.getNode(path);
      assertNotNull(node, () -> when + ": stock lacks " + path);
      var theirs = new org.apache.zookeeper.data.Stat();
      node.copyStat(theirs);
      var our = entry.getValue().stat();
      assertEquals(
          String.join(
              ",",
              List.of(
                  "" + theirs.getCzxid(),
                  "" + theirs.getMzxid(),
                  "" + theirs.getCtime(),
                  "" + theirs.getMtime(),
                  "" + theirs.getVersion(),
                  "" + theirs.getCversion(),
                  "" + theirs.getAversion(),
                  "" + theirs.getEphemeralOwner(),
                  "" + theirs.getDataLength(),
                  "" + theirs.getNumChildren(),
                  "" + theirs.getPzxid())),
          String.join(
              ",",
              List.of(
                  "" + our.czxid(),
                  "" + our.mzxid(),
                  "" + our.ctimeMs(),
                  "" + our.mtimeMs(),
                  "" + our.version(),
                  "" + our.cversion(),
                  "" + our.aversion(),
                  "" + our.ephemeralOwner(),
                  "" + our.dataLength(),
                  "" + our.numChildren(),
                  "" + our.pzxid())),
          () -> when + ": " + path);
      assertEquals(
          acls(stock.getACL(node)), acls(entry.getValue()), () -> when + ": acl of " + path);
    }
    // Stock counts the root twice, under "" and under "/".
    assertEquals(stock.getNodeCount(), tree.image().count() + 1, when);
    assertEquals(stock.approximateDataSize(), tree.image().pathAndDataBytes() + 1, when);
    assertEquals(stock.getEphemeralsCount(), tree.ephemerals().count(), when);
    for (long session : SESSIONS) {
      Set<String> theirs = new HashSet<>(stock.getEphemerals(session));
      assertEquals(theirs, new HashSet<>(tree.ephemerals().of(session)), when);
    }
    assertEquals(tree.image().digest(), recount(tree.image()), when);
  }

  private static List<String> acls(List<org.apache.zookeeper.data.ACL> acl) {
    return acl.stream().map(a -> a.getPerms() + a.getId().getScheme() + a.getId().getId()).toList();
  }

  private static List<String> acls(Znode node) {
    return node.acl().stream().map(a -> a.perms() + a.id().scheme() + a.id().id()).toList();
  }

  /** The digest from scratch, by writing the whole tree into another. */
  private static long recount(TreeImage image) {
    ZnodeTree copy = new ZnodeTree(TreeRules.DEFAULT);
    copy.beginLoad(0);
    image.forEach(
        (path, node) -> copy.loadNode(path, node.data(), node.acl(), node.statPersisted()));
    copy.endLoad();
    return copy.image().digest();
  }
}
