package io.castellan.server.zk.request;

import io.castellan.server.zk.auth.DigestScheme;
import io.castellan.server.zk.tree.Znode;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.Permission;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.Id;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.GetAcl;
import java.util.List;

/**
 * getACL (6): a node's access control list and its stat. Without the right to replace the list, a
 * client sees the users of digest entries but not their hashes (ZOOKEEPER-1392).
 */
final class GetAclHandler implements ReadHandler<GetAcl.Request> {
  @Override
  public GetAcl.Request decode(JuteReader reader) {
    return GetAcl.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "GETA";
  }

  @Override
  public ResponseBody answer(GetAcl.Request request, Client client) {
    Znode node = client.image().find(request.path());
    if (node == null) {
      return ResponseBody.error(KeeperError.NO_NODE);
    }
    boolean admin = client.may(Permission.ADMIN, node);
    if (!admin && !client.mayRead(node)) {
      return ResponseBody.error(KeeperError.NO_AUTH);
    }
    List<Acl> acl = admin ? node.acl() : node.acl().stream().map(GetAclHandler::masked).toList();
    return writer -> {
      Acl.writeList(acl, writer);
      node.writeStat(writer);
    };
  }

  private static Acl masked(Acl entry) {
    Id id = entry.id();
    if (!id.scheme().equals(DigestScheme.NAME)) {
      return entry;
    }
    String user = id.id().substring(0, Math.max(0, id.id().indexOf(':')));
    return new Acl(entry.perms(), new Id(id.scheme(), user + ":x"));
  }
}
