package io.castellan.server.zk.txn;

import io.castellan.server.zk.auth.AclRules;
import io.castellan.server.zk.tree.PathRules;
import io.castellan.server.zk.tree.Znode;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.Permission;
import io.castellan.zk.protocol.message.Delete;
import io.castellan.zk.protocol.txn.DeleteTxn;
import io.castellan.zk.protocol.txn.ErrorTxn;
import io.castellan.zk.protocol.txn.Txn;

/**
 * What deleting a node comes to: a transaction or the first error. Owned by the ensemble lane of
 * the server that leads.
 */
final class DeleteRules {
  private final AclRules acls;
  private final SessionCheck sessions;

  DeleteRules(AclRules acls, SessionCheck sessions) {
    this.acls = acls;
    this.sessions = sessions;
  }

  /** What a client asks for. */
  Txn delete(PlanStep step, Delete.Request request) {
    KeeperError session = sessions.check(step.request().sessionId());
    if (session != KeeperError.OK) {
      return ErrorTxn.of(session);
    }
    String path = request.path();
    if (!isDeletable(path)) {
      return ErrorTxn.of(KeeperError.BAD_ARGUMENTS);
    }
    Znode parent = step.image().find(path.substring(0, path.lastIndexOf('/')));
    if (parent == null) {
      return ErrorTxn.of(KeeperError.NO_NODE);
    }
    if (!acls.allows(parent.acl(), Permission.DELETE, step.identities())) {
      return ErrorTxn.of(KeeperError.NO_AUTH);
    }
    Znode node = step.image().find(path);
    if (node == null) {
      return ErrorTxn.of(KeeperError.NO_NODE);
    }
    if (!NodeRules.fits(request.version(), node.version())) {
      return ErrorTxn.of(KeeperError.BAD_VERSION);
    }
    if (node.children().count() > 0) {
      return ErrorTxn.of(KeeperError.NOT_EMPTY);
    }
    return new DeleteTxn(path);
  }

  /** Made by the server for a container that is empty or a node whose time to live is over. */
  static Txn deleteContainer(PlanStep step, String path) {
    if (!isDeletable(path)) {
      return ErrorTxn.of(KeeperError.BAD_ARGUMENTS);
    }
    Znode node = step.image().find(path);
    if (node == null) {
      return ErrorTxn.of(KeeperError.NO_NODE);
    }
    if (node.children().count() > 0) {
      return ErrorTxn.of(KeeperError.NOT_EMPTY);
    }
    if (node.isEphemeral()) {
      return ErrorTxn.of(KeeperError.BAD_VERSION);
    }
    return new DeleteTxn(path);
  }

  private static boolean isDeletable(String path) {
    return path.indexOf('/') >= 0 && path.indexOf('\0') < 0 && !PathRules.isReserved(path);
  }
}
