package io.castellan.server.zk.request;

import io.castellan.server.zk.tree.Znode;
import io.castellan.zk.protocol.KeeperError;
import java.util.function.Function;

/** What reads have in common: the node must be there, and the client must be allowed to read it. */
final class Reads {
  private Reads() {}

  /** Answers from a node that exists and may be read, or with the error. */
  static ResponseBody answer(Client client, String path, Function<Znode, ResponseBody> found) {
    Znode node = client.image().find(path);
    if (node == null) {
      return ResponseBody.error(KeeperError.NO_NODE);
    }
    if (!client.mayRead(node)) {
      return ResponseBody.error(KeeperError.NO_AUTH);
    }
    return found.apply(node);
  }

  /** A data watch where the client asked for one. */
  static void watchData(Client client, String path, boolean watch) {
    if (watch) {
      client.watches().addData(path, client);
    }
  }

  /** A child watch where the client asked for one. */
  static void watchChildren(Client client, String path, boolean watch) {
    if (watch) {
      client.watches().addChild(path, client);
    }
  }
}
