package io.castellan.server.zk.txn;

import io.castellan.server.zk.auth.AclRules;
import io.castellan.server.zk.tree.NodeKind;
import io.castellan.server.zk.tree.PathRules;
import io.castellan.server.zk.tree.Znode;
import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.Permission;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.txn.CreateContainerTxn;
import io.castellan.zk.protocol.txn.CreateTtlTxn;
import io.castellan.zk.protocol.txn.CreateTxn;
import io.castellan.zk.protocol.txn.ErrorTxn;
import io.castellan.zk.protocol.txn.Txn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What creating a node comes to, whatever its kind: a transaction or the first error. Owned by the
 * ensemble lane of the server that leads.
 */
final class CreateRules {
  private final AclRules acls;
  private final SessionCheck sessions;
  private final QuotaLimits quotas;

  CreateRules(AclRules acls, SessionCheck sessions, QuotaLimits quotas) {
    this.acls = acls;
    this.sessions = sessions;
    this.quotas = quotas;
  }

  /**
   * Decides.
   *
   * @param flags as the client sent them
   * @param ttlMs the time to live, null where the request has no such field
   */
  Txn create(
      PlanStep step,
      String askedPath,
      byte @Nullable [] data,
      List<Acl> askedAcl,
      int flags,
      OpCode op,
      @Nullable Long ttlMs) {
    CreateMode mode = CreateMode.fromFlags(flags);
    KeeperError illegal = checkMode(step, mode, ttlMs);
    if (mode == null || illegal != KeeperError.OK) {
      return ErrorTxn.of(illegal);
    }
    KeeperError session = sessions.check(step.request().sessionId());
    if (session != KeeperError.OK) {
      return ErrorTxn.of(session);
    }
    int slash = askedPath.lastIndexOf('/');
    if (slash < 0 || askedPath.indexOf('\0') >= 0) {
      return ErrorTxn.of(KeeperError.BAD_ARGUMENTS);
    }
    List<Acl> acl = acls.fixUp(askedAcl, step.identities());
    if (acl == null) {
      return ErrorTxn.of(KeeperError.INVALID_ACL);
    }
    Znode parent = step.image().find(askedPath.substring(0, slash));
    if (parent == null) {
      return ErrorTxn.of(KeeperError.NO_NODE);
    }
    if (!acls.allows(parent.acl(), Permission.CREATE, step.identities())) {
      return ErrorTxn.of(KeeperError.NO_AUTH);
    }
    String path = askedPath;
    if (mode.isSequential()) {
      path = askedPath + SequenceNumber.of(parent.cversion());
    }
    if (!PathRules.isValid(path)) {
      return ErrorTxn.of(KeeperError.BAD_ARGUMENTS);
    }
    if (step.image().find(path) != null) {
      return ErrorTxn.of(KeeperError.NODE_EXISTS);
    }
    if (parent.isEphemeral()) {
      return ErrorTxn.of(KeeperError.NO_CHILDREN_FOR_EPHEMERALS);
    }
    if (quotas.refuse(step.image(), path, 1, data == null ? 0 : data.length, step.timeMs())) {
      return ErrorTxn.of(KeeperError.QUOTA_EXCEEDED);
    }
    if (ttlMs != null && !mode.isTtl()) {
      // A stock server lets this through and ends when it applies it: a negative time to live.
      return ErrorTxn.of(KeeperError.BAD_ARGUMENTS);
    }
    int parentCversion = parent.cversion() + 1;
    // The operation alone decides what stands in the log, for it is by the operation that the
    // record is read back; a plain create with a container's flag makes a plain node.
    if (op == OpCode.CREATE_TTL && ttlMs != null) {
      return new CreateTtlTxn(path, data, acl, parentCversion, ttlMs);
    } else if (op == OpCode.CREATE_CONTAINER) {
      return new CreateContainerTxn(path, data, acl, parentCversion);
    }
    return new CreateTxn(path, data, acl, mode.isEphemeral(), parentCversion);
  }

  private static KeeperError checkMode(
      PlanStep step, @Nullable CreateMode mode, @Nullable Long ttlMs) {
    if (mode == null) {
      return KeeperError.BAD_ARGUMENTS;
    }
    if (!mode.isTtl()) {
      return ttlMs != null && ttlMs >= 0 ? KeeperError.BAD_ARGUMENTS : KeeperError.OK;
    }
    if (!step.image().rules().extendedTypes()) {
      return KeeperError.UNIMPLEMENTED;
    }
    return ttlMs == null || ttlMs <= 0 || ttlMs > NodeKind.MAX_TTL_MS
        ? KeeperError.BAD_ARGUMENTS
        : KeeperError.OK;
  }
}
