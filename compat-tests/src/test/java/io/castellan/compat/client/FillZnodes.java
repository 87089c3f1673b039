package io.castellan.compat.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.jspecify.annotations.Nullable;

/**
 * {@code CONNECT ROOT COUNT}: makes some {@code COUNT} znodes below {@code ROOT}, of every kind
 * that a tree on disk can hold, and leaves traces of every kind of change on some of them.
 */
public final class FillZnodes {
  private static final int FANOUT = 100;

  private FillZnodes() {}

  /** Ends when the server has acknowledged everything. */
  public static void main(String[] args) throws Exception {
    ZooKeeper session = ZooKeeperSession.open(args[0]);
    String root = args[1];
    int count = Integer.parseInt(args[2]);
    create(session, root, null);
    for (int i = 0; i < count; i += FANOUT) {
      String parent = root + "/dir-" + i / FANOUT;
      List<Op> batch = new ArrayList<>();
      batch.add(Op.create(parent, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
      for (int j = i + 1; j < Math.min(i + FANOUT, count); j++) {
        batch.add(
            Op.create(parent + "/node-" + j, data(j), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
      }
      session.multi(batch);
    }
    leaveTraces(session, root);
    session.close();
  }

  private static void leaveTraces(ZooKeeper session, String root)
      throws KeeperException, InterruptedException {
    String changed = root + "/changed";
    create(session, changed, data(1));
    session.setData(changed, data(70_000), 0);
    session.setACL(
        changed,
        // The client looks for a null among them, which List.of() forbids.
        Arrays.asList(
            new ACL(Perms.ALL, Ids.ANYONE_ID_UNSAFE),
            new ACL(Perms.READ, new Id("ip", "10.1.2.3")),
            new ACL(Perms.ALL, new Id("digest", "bob:NE+QuiVKmhUKqx9wOWKnJUGVLIA="))),
        0);
    create(session, root + "/gone", data(2));
    session.delete(root + "/gone", -1);
    for (int i = 0; i < 3; i++) {
      session.create(
          root + "/job-", data(i), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
    }
    create(session, root + "/\u017elu\u0165ou\u010dk\u00fd", data(3));
    session.create(root + "/ephemeral", data(4), Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    try {
      session.multi(
          List.of(Op.setData(changed, data(5), -1), Op.check(changed, 99), Op.delete(changed, -1)));
      throw new IllegalStateException("a multi with a failing check (expected: refused)");
    } catch (KeeperException.BadVersionException expected) {
      // Refused as a whole; its trace in the log is an error transaction.
    }
  }

  private static void create(ZooKeeper session, String path, byte @Nullable [] data)
      throws KeeperException, InterruptedException {
    session.create(path, data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  private static byte[] data(int i) {
    return "x".repeat(i % 211).concat(Integer.toString(i)).getBytes(StandardCharsets.UTF_8);
  }
}
