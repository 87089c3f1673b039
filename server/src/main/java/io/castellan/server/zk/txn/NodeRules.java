package io.castellan.server.zk.txn;

import io.castellan.server.zk.auth.AclRules;
import io.castellan.server.zk.tree.PathRules;
import io.castellan.server.zk.tree.Znode;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.Permission;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.message.Check;
import io.castellan.zk.protocol.message.SetAcl;
import io.castellan.zk.protocol.message.SetData;
import io.castellan.zk.protocol.txn.CheckVersionTxn;
import io.castellan.zk.protocol.txn.ErrorTxn;
import io.castellan.zk.protocol.txn.SetAclTxn;
import io.castellan.zk.protocol.txn.SetDataTxn;
import io.castellan.zk.protocol.txn.Txn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What asking something of a node that exists comes to: a transaction or the first error. Owned by
 * the ensemble lane of the server that leads.
 */
final class NodeRules {
  private static final int ANY_VERSION = -1;

  private final AclRules acls;
  private final SessionCheck sessions;
  private final QuotaLimits quotas;

  NodeRules(AclRules acls, SessionCheck sessions, QuotaLimits quotas) {
    this.acls = acls;
    this.sessions = sessions;
    this.quotas = quotas;
  }

  /** Whether a version is the one that a client has asked for. */
  static boolean fits(int asked, int version) {
    return asked == ANY_VERSION || asked == version;
  }

  Txn setData(PlanStep step, SetData.Request request) {
    KeeperError error = checkNode(step, request.path());
    if (error != KeeperError.OK) {
      return ErrorTxn.of(error);
    }
    Znode node = step.image().find(request.path());
    if (node == null) {
      return ErrorTxn.of(KeeperError.NO_NODE);
    }
    if (!acls.allows(node.acl(), Permission.WRITE, step.identities())) {
      return ErrorTxn.of(KeeperError.NO_AUTH);
    }
    byte @Nullable [] data = request.data();
    long bytesStep = (data == null ? 0 : data.length) - (long) node.dataBytes();
    if (quotas.refuse(step.image(), request.path(), 0, bytesStep, step.timeMs())) {
      return ErrorTxn.of(KeeperError.QUOTA_EXCEEDED);
    }
    if (!fits(request.version(), node.version())) {
      return ErrorTxn.of(KeeperError.BAD_VERSION);
    }
    return new SetDataTxn(request.path(), data, node.version() + 1);
  }

  Txn setAcl(PlanStep step, SetAcl.Request request) {
    KeeperError error = checkNode(step, request.path());
    if (error != KeeperError.OK) {
      return ErrorTxn.of(error);
    }
    List<Acl> acl = acls.fixUp(request.acl(), step.identities());
    if (acl == null) {
      return ErrorTxn.of(KeeperError.INVALID_ACL);
    }
    Znode node = step.image().find(request.path());
    if (node == null) {
      return ErrorTxn.of(KeeperError.NO_NODE);
    }
    if (!acls.allows(node.acl(), Permission.ADMIN, step.identities())) {
      return ErrorTxn.of(KeeperError.NO_AUTH);
    }
    if (!fits(request.version(), node.aversion())) {
      return ErrorTxn.of(KeeperError.BAD_VERSION);
    }
    return new SetAclTxn(request.path(), acl, node.aversion() + 1);
  }

  Txn check(PlanStep step, Check.Request request) {
    KeeperError error = checkNode(step, request.path());
    if (error != KeeperError.OK) {
      return ErrorTxn.of(error);
    }
    Znode node = step.image().find(request.path());
    if (node == null) {
      return ErrorTxn.of(KeeperError.NO_NODE);
    }
    if (!acls.allows(node.acl(), Permission.READ, step.identities())) {
      return ErrorTxn.of(KeeperError.NO_AUTH);
    }
    if (!fits(request.version(), node.version())) {
      return ErrorTxn.of(KeeperError.BAD_VERSION);
    }
    return new CheckVersionTxn(request.path(), node.version() + 1);
  }

  private KeeperError checkNode(PlanStep step, String path) {
    KeeperError session = sessions.check(step.request().sessionId());
    if (session != KeeperError.OK) {
      return session;
    }
    return PathRules.isValid(path) ? KeeperError.OK : KeeperError.BAD_ARGUMENTS;
  }
}
