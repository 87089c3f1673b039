package io.castellan.compat.client;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;

/**
 * {@code CONNECT ROOT}: a line for each znode from {@code ROOT} down, in order of their paths, with
 * all that a client can know of it.
 *
 * <p>Asks for the children of children as it learns of them, without waiting in between: ten
 * thousand znodes are thirty thousand requests.
 */
public final class ListZnodes {
  private final ZooKeeper session;
  private final Map<String, Znode> znodes = new ConcurrentSkipListMap<>();
  private final AtomicReference<Code> failure = new AtomicReference<>(Code.OK);

  private final AtomicInteger outstanding = new AtomicInteger();
  private final CountDownLatch done = new CountDownLatch(1);

  private ListZnodes(ZooKeeper session) {
    this.session = session;
  }

  /** Prints the tree. */
  public static void main(String[] args) throws Exception {
    ZooKeeper session = ZooKeeperSession.open(args[0]);
    ListZnodes listing = new ListZnodes(session);
    listing.ask(args[1]);
    listing.done.await();
    session.close();
    if (listing.failure.get() != Code.OK) {
      throw KeeperException.create(listing.failure.get());
    }
    StringBuilder lines = new StringBuilder();
    listing.znodes.forEach((path, znode) -> lines.append(path).append(znode).append('\n'));
    System.out.print(lines);
  }

  private void ask(String path) {
    Znode znode = new Znode();
    znodes.put(path, znode);
    outstanding.addAndGet(3);
    session.getData(
        path,
        false,
        (code, p, context, data, stat) -> {
          if (succeeded(code)) {
            znode.data = data == null ? "null" : data.length + "/" + Arrays.hashCode(data);
            znode.stat = text(stat);
          }
          answered();
        },
        null);
    session.getACL(
        path,
        null,
        (code, p, context, acl, stat) -> {
          if (succeeded(code)) {
            znode.acl = text(acl);
          }
          answered();
        },
        null);
    session.getChildren(
        path,
        false,
        (code, p, context, children) -> {
          if (succeeded(code)) {
            children.forEach(child -> ask(path.equals("/") ? "/" + child : path + "/" + child));
          }
          answered();
        },
        null);
  }

  /** A znode's children are asked for before its own answer is counted: zero is reached once. */
  private void answered() {
    if (outstanding.decrementAndGet() == 0) {
      done.countDown();
    }
  }

  private boolean succeeded(int code) {
    if (code != 0) {
      failure.compareAndSet(Code.OK, Code.get(code));
    }
    return code == 0;
  }

  private static String text(Stat stat) {
    return List.of(
            stat.getCzxid(),
            stat.getMzxid(),
            stat.getCtime(),
            stat.getMtime(),
            stat.getVersion(),
            stat.getCversion(),
            stat.getAversion(),
            stat.getEphemeralOwner(),
            stat.getDataLength(),
            stat.getNumChildren(),
            stat.getPzxid())
        .toString();
  }

  private static String text(List<ACL> acl) {
    return acl.stream()
        .map(a -> a.getId().getScheme() + ":" + a.getId().getId() + ":" + a.getPerms())
        .sorted()
        .collect(Collectors.joining(","));
  }

  /** What the answers said of one; written by the client's event thread, read after the last. */
  private static final class Znode {
    private String data = "";
    private String acl = "";
    private String stat = "";

    @Override
    public String toString() {
      return " data=" + data + " acl=" + acl + " stat=" + stat;
    }
  }
}
