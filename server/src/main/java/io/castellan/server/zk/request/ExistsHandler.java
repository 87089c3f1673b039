package io.castellan.server.zk.request;

import io.castellan.server.zk.tree.Znode;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.Exists;

/**
 * exists (3): the stat of a node; may leave a data watch, on a missing node too. Since 3.9.2 a node
 * that is there must be readable (ZOOKEEPER-4799).
 */
final class ExistsHandler implements ReadHandler<Exists.Request> {
  @Override
  public Exists.Request decode(JuteReader reader) {
    return Exists.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "EXIS";
  }

  @Override
  public ResponseBody answer(Exists.Request request, Client client) {
    String path = request.path();
    if (path.indexOf('\0') >= 0) {
      return ResponseBody.error(KeeperError.BAD_ARGUMENTS);
    }
    Znode node = client.image().find(path);
    if (node != null && !client.mayRead(node)) {
      return ResponseBody.error(KeeperError.NO_AUTH);
    }
    Reads.watchData(client, path, request.watch());
    if (node == null) {
      return ResponseBody.error(KeeperError.NO_NODE);
    }
    client.countRead(path, 0);
    return node::writeStat;
  }
}
