package io.castellan.compat.curator;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorTransactionResult;
import org.apache.curator.framework.recipes.nodes.GroupMember;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.curator.framework.recipes.nodes.PersistentTtlNode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

/** Members of a group, nodes that are kept, transactions, and sessions that end. */
final class Nodes implements Recipes.Kind {
  private static final byte[] DATA = {1};

  @Override
  public void run(CuratorFramework one, CuratorFramework other, String root) throws Exception {
    members(one, other, root + "/group");
    kept(one, other, root + "/kept");
    timeToLive(one, root + "/ttl");
    transactions(one, root + "/transactions");
    expired(one, other, root + "/expired");
  }

  private static void members(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    try (GroupMember mine = new GroupMember(one, path, "mine", DATA)) {
      mine.start();
      try (GroupMember yours = new GroupMember(other, path, "yours", DATA)) {
        yours.start();
        Recipes.await("both are members", () -> mine.getCurrentMembers().size() == 2);
      }
      Recipes.await("one is left", () -> mine.getCurrentMembers().keySet().equals(Set.of("mine")));
    }
  }

  private static void kept(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    try (PersistentNode node = new PersistentNode(one, CreateMode.EPHEMERAL, false, path, DATA)) {
      node.start();
      Recipes.check("a node is made", node.waitForInitialCreate(10, TimeUnit.SECONDS));
      other.delete().forPath(path);
      Recipes.await("a node is made again", () -> other.checkExists().forPath(path) != null);
    }
    Recipes.await("a node goes", () -> other.checkExists().forPath(path) == null);
  }

  private static void timeToLive(CuratorFramework one, String path) throws Exception {
    try (PersistentTtlNode node = new PersistentTtlNode(one, path, 60_000, DATA)) {
      node.start();
      Recipes.check("a node with a time to live", node.waitForInitialCreate(10, TimeUnit.SECONDS));
    }
  }

  private static void transactions(CuratorFramework one, String path) throws Exception {
    one.createContainers(path);
    List<CuratorTransactionResult> done =
        one.transaction()
            .forOperations(
                one.transactionOp().create().forPath(path + "/a", DATA),
                one.transactionOp().create().forPath(path + "/b", DATA),
                one.transactionOp().setData().withVersion(0).forPath(path + "/a", DATA),
                one.transactionOp().delete().forPath(path + "/b"));
    Recipes.check("all of it", done.size() == 4 && one.checkExists().forPath(path + "/b") == null);
    try {
      one.transaction()
          .forOperations(
              one.transactionOp().delete().forPath(path + "/a"),
              one.transactionOp().check().withVersion(9).forPath(path));
      throw new IllegalStateException("a wrong version was let through");
    } catch (KeeperException.BadVersionException expected) {
      Recipes.check("or nothing", one.checkExists().forPath(path + "/a") != null);
    }
  }

  /** Takes the session over and closes it, as only who has its password can. */
  private static void kill(ZooKeeper victim, CuratorFramework client) throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper thief =
        new ZooKeeper(
            client.getZookeeperClient().getCurrentConnectionString(),
            victim.getSessionTimeout(),
            event -> connected.countDown(),
            victim.getSessionId(),
            victim.getSessionPasswd());
    Recipes.check("a session is taken over", connected.await(10, TimeUnit.SECONDS));
    thief.close();
  }

  private static void expired(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    try (PersistentNode node = new PersistentNode(one, CreateMode.EPHEMERAL, false, path, DATA)) {
      node.start();
      Recipes.check("a node is there", node.waitForInitialCreate(10, TimeUnit.SECONDS));
      long before = other.checkExists().forPath(path).getEphemeralOwner();
      kill(one.getZookeeperClient().getZooKeeper(), one);
      Recipes.await(
          "a client that lost its session comes back with another",
          () -> {
            var stat = other.checkExists().forPath(path);
            return stat != null && stat.getEphemeralOwner() != before;
          });
    }
  }
}
