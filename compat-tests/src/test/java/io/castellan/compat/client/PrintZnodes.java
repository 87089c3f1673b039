package io.castellan.compat.client;

import java.nio.charset.StandardCharsets;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * {@code CONNECT PATH…}: a line for each path: {@code none}, or its children, who owns it (0 for
 * nobody), and its data.
 */
public final class PrintZnodes {
  private PrintZnodes() {}

  /** Prints them. */
  public static void main(String[] args) throws Exception {
    ZooKeeper session = ZooKeeperSession.open(args[0]);
    try {
      for (int i = 1; i < args.length; i++) {
        System.out.println(line(session, args[i]));
      }
    } finally {
      session.close();
    }
  }

  private static String line(ZooKeeper session, String path)
      throws KeeperException, InterruptedException {
    try {
      Stat stat = new Stat();
      byte[] data = session.getData(path, false, stat);
      return session.getChildren(path, false).stream().sorted().toList()
          + " "
          + stat.getEphemeralOwner()
          + " "
          + (data == null ? "" : new String(data, StandardCharsets.UTF_8).replace('\n', ' '));
    } catch (KeeperException.NoNodeException e) {
      return "none";
    }
  }
}
