package io.castellan.server.zk.txn;

import io.castellan.server.zk.auth.AclRules;
import io.castellan.server.zk.tree.NodeKind;
import io.castellan.server.zk.tree.PathRules;
import io.castellan.server.zk.tree.TreeEdit;
import io.castellan.server.zk.tree.TreeImage;
import io.castellan.server.zk.tree.TxnEffect;
import io.castellan.server.zk.tree.Znode;
import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.Permission;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.Id;
import io.castellan.zk.protocol.message.Check;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.CreateSession;
import io.castellan.zk.protocol.message.CreateTtl;
import io.castellan.zk.protocol.message.Delete;
import io.castellan.zk.protocol.message.DeleteContainer;
import io.castellan.zk.protocol.message.Multi;
import io.castellan.zk.protocol.message.SetAcl;
import io.castellan.zk.protocol.message.SetData;
import io.castellan.zk.protocol.txn.CheckVersionTxn;
import io.castellan.zk.protocol.txn.CloseSessionTxn;
import io.castellan.zk.protocol.txn.CreateContainerTxn;
import io.castellan.zk.protocol.txn.CreateSessionTxn;
import io.castellan.zk.protocol.txn.CreateTtlTxn;
import io.castellan.zk.protocol.txn.CreateTxn;
import io.castellan.zk.protocol.txn.DeleteTxn;
import io.castellan.zk.protocol.txn.ErrorTxn;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.castellan.zk.protocol.txn.MultiTxn;
import io.castellan.zk.protocol.txn.SetAclTxn;
import io.castellan.zk.protocol.txn.SetDataTxn;
import io.castellan.zk.protocol.txn.Txn;
import io.castellan.zk.protocol.txn.TxnDigest;
import io.castellan.zk.protocol.txn.TxnHeader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request into a transaction, or into the error that it fails with. Owned by the ensemble
 * lane of the server that leads.
 *
 * <p>Each operation has a method here that makes its checks in the order in which a stock leader
 * makes them, because the first that fails is the one that the client hears of. An {@link ErrorTxn}
 * is the value of a failure. A multi plans its parts one after another on the same edit, so that
 * each sees those before it; when one fails the edit is forgotten.
 */
public final class TxnPlanner {
  private static final int ANY_VERSION = -1;

  private final AclRules acls;
  private final SessionCheck sessions;
  private final PlannerSettings settings;
  private final QuotaLimits quotas;

  /**
   * @param acls decides who may do what
   * @param sessions knows which sessions are alive
   */
  public TxnPlanner(AclRules acls, SessionCheck sessions, PlannerSettings settings) {
    this.acls = acls;
    this.sessions = sessions;
    this.settings = settings;
    this.quotas = new QuotaLimits(settings.enforceQuota());
  }

  /**
   * Plan a request and add what it leads to to the pending changes.
   *
   * @param zxid the transaction's zxid, one more than that of the last
   * @param timeMs the wall clock, milliseconds since 1970
   */
  public PlannedTxn plan(WriteRequest request, PendingChanges pending, long zxid, long timeMs) {
    TreeEdit edit = new TreeEdit(pending.image());
    Step step = new Step(request, pending, edit, zxid, timeMs);
    Txn txn =
        request.op() == OpCode.MULTI ? multi(step) : single(step, request.op(), request.body());
    TreeEdit.Done done;
    if (hasFailed(txn)) {
      done = new TreeEdit.Done(pending.image(), List.of());
    } else {
      done = edit.done();
    }
    pending.onPlanned(zxid, done);
    OpCode type = txn instanceof ErrorTxn ? OpCode.ERROR : request.op();
    TxnDigest digest =
        done.image().rules().digesting()
            ? new TxnDigest(TxnDigest.VERSION, done.image().digest())
            : null;
    return new PlannedTxn(new LoggedTxn(step.header(type), txn, digest), done);
  }

  private static boolean hasFailed(Txn txn) {
    return txn instanceof ErrorTxn
        || (txn instanceof MultiTxn multi
            && multi.parts().stream().anyMatch(part -> part.txn() instanceof ErrorTxn));
  }

  /** One request being planned. */
  private record Step(
      WriteRequest request, PendingChanges pending, TreeEdit edit, long zxid, long timeMs) {
    TxnHeader header(OpCode type) {
      return new TxnHeader(request.sessionId(), request.cxid(), zxid, timeMs, type.code());
    }

    TreeImage image() {
      return edit.image();
    }

    List<Id> identities() {
      return request.identities();
    }
  }

  private Txn single(Step step, OpCode op, Object body) {
    Txn txn = decide(step, op, body);
    TxnEffect.apply(
        step.edit,
        step.header(op),
        txn,
        step.pending.applied().acls(),
        step.pending.applied().ephemerals());
    return txn;
  }

  private Txn decide(Step step, OpCode op, Object body) {
    if (body instanceof Create.Request create) {
      return create(step, create.path(), create.data(), create.acl(), create.flags(), op, null);
    } else if (body instanceof CreateTtl.Request create) {
      return create(
          step, create.path(), create.data(), create.acl(), create.flags(), op, create.ttlMs());
    } else if (body instanceof Delete.Request delete) {
      return delete(step, delete);
    } else if (body instanceof DeleteContainer.Request delete) {
      return deleteContainer(step, delete.path());
    } else if (body instanceof SetData.Request set) {
      return setData(step, set);
    } else if (body instanceof SetAcl.Request set) {
      return setAcl(step, set);
    } else if (body instanceof Check.Request check) {
      return check(step, check);
    } else if (body instanceof CreateSession.Request create) {
      return new CreateSessionTxn(create.timeoutMs());
    } else if (op == OpCode.CLOSE_SESSION) {
      return closeSession(step);
    } else if (op == OpCode.RECONFIG) {
      return error(
          settings.reconfigEnabled() ? KeeperError.UNIMPLEMENTED : KeeperError.RECONFIG_DISABLED);
    }
    throw new IllegalStateException("request: " + op + " (expected: one that writes)");
  }

  private Txn multi(Step step) {
    List<Multi.Part> parts = ((Multi.Request) step.request.body()).parts();
    List<MultiTxn.Part> txns = new ArrayList<>(parts.size());
    int failed = -1;
    for (int i = 0; i < parts.size(); i++) {
      Multi.Part part = parts.get(i);
      if (failed >= 0) {
        txns.add(errorPart(error(KeeperError.RUNTIME_INCONSISTENCY)));
        continue;
      }
      Txn txn = single(step, part.type(), part.op());
      if (txn instanceof ErrorTxn) {
        failed = i;
        txns.add(errorPart(txn));
      } else {
        txns.add(new MultiTxn.Part(part.type().code(), txn));
      }
    }
    return new MultiTxn(txns);
  }

  private static MultiTxn.Part errorPart(Txn error) {
    return new MultiTxn.Part(OpCode.ERROR.code(), error);
  }

  private Txn create(
      Step step,
      String askedPath,
      byte @Nullable [] data,
      List<Acl> askedAcl,
      int flags,
      OpCode op,
      @Nullable Long ttlMs) {
    CreateMode mode = CreateMode.fromFlags(flags);
    KeeperError illegal = checkMode(step, mode, ttlMs);
    if (mode == null || illegal != KeeperError.OK) {
      return error(illegal);
    }
    KeeperError session = sessions.check(step.request.sessionId());
    if (session != KeeperError.OK) {
      return error(session);
    }
    int slash = askedPath.lastIndexOf('/');
    if (slash < 0 || askedPath.indexOf('\0') >= 0) {
      return error(KeeperError.BAD_ARGUMENTS);
    }
    List<Acl> acl = acls.fixUp(askedAcl, step.identities());
    if (acl == null) {
      return error(KeeperError.INVALID_ACL);
    }
    Znode parent = step.image().find(askedPath.substring(0, slash));
    if (parent == null) {
      return error(KeeperError.NO_NODE);
    }
    if (!acls.allows(parent.acl(), Permission.CREATE, step.identities())) {
      return error(KeeperError.NO_AUTH);
    }
    String path = askedPath;
    if (mode.isSequential()) {
      path = askedPath + SequenceNumber.of(parent.cversion());
    }
    if (!PathRules.isValid(path)) {
      return error(KeeperError.BAD_ARGUMENTS);
    }
    if (step.image().find(path) != null) {
      return error(KeeperError.NODE_EXISTS);
    }
    if (parent.isEphemeral()) {
      return error(KeeperError.NO_CHILDREN_FOR_EPHEMERALS);
    }
    if (quotas.refuse(step.image(), path, 1, length(data), step.timeMs)) {
      return error(KeeperError.QUOTA_EXCEEDED);
    }
    if (ttlMs != null && !mode.isTtl()) {
      // A stock server lets this through and ends when it applies it: a negative time to live.
      return error(KeeperError.BAD_ARGUMENTS);
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

  private static KeeperError checkMode(Step step, @Nullable CreateMode mode, @Nullable Long ttlMs) {
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

  private Txn delete(Step step, Delete.Request request) {
    KeeperError session = sessions.check(step.request.sessionId());
    if (session != KeeperError.OK) {
      return error(session);
    }
    String path = request.path();
    if (!isDeletable(path)) {
      return error(KeeperError.BAD_ARGUMENTS);
    }
    Znode parent = step.image().find(path.substring(0, path.lastIndexOf('/')));
    if (parent == null) {
      return error(KeeperError.NO_NODE);
    }
    if (!acls.allows(parent.acl(), Permission.DELETE, step.identities())) {
      return error(KeeperError.NO_AUTH);
    }
    Znode node = step.image().find(path);
    if (node == null) {
      return error(KeeperError.NO_NODE);
    }
    if (request.version() != ANY_VERSION && request.version() != node.version()) {
      return error(KeeperError.BAD_VERSION);
    }
    if (node.children().count() > 0) {
      return error(KeeperError.NOT_EMPTY);
    }
    return new DeleteTxn(path);
  }

  /** Made by the server for a container that is empty or a node whose time to live is over. */
  private static Txn deleteContainer(Step step, String path) {
    if (!isDeletable(path)) {
      return error(KeeperError.BAD_ARGUMENTS);
    }
    Znode node = step.image().find(path);
    if (node == null) {
      return error(KeeperError.NO_NODE);
    }
    if (node.children().count() > 0) {
      return error(KeeperError.NOT_EMPTY);
    }
    if (node.isEphemeral()) {
      return error(KeeperError.BAD_VERSION);
    }
    return new DeleteTxn(path);
  }

  private static boolean isDeletable(String path) {
    return path.indexOf('/') >= 0 && path.indexOf('\0') < 0 && !PathRules.isReserved(path);
  }

  private Txn setData(Step step, SetData.Request request) {
    KeeperError error = checkNode(step, request.path());
    if (error != KeeperError.OK) {
      return error(error);
    }
    Znode node = step.image().find(request.path());
    if (node == null) {
      return error(KeeperError.NO_NODE);
    }
    if (!acls.allows(node.acl(), Permission.WRITE, step.identities())) {
      return error(KeeperError.NO_AUTH);
    }
    long bytesStep = length(request.data()) - node.dataBytes();
    if (quotas.refuse(step.image(), request.path(), 0, bytesStep, step.timeMs)) {
      return error(KeeperError.QUOTA_EXCEEDED);
    }
    if (request.version() != ANY_VERSION && request.version() != node.version()) {
      return error(KeeperError.BAD_VERSION);
    }
    return new SetDataTxn(request.path(), request.data(), node.version() + 1);
  }

  private Txn setAcl(Step step, SetAcl.Request request) {
    KeeperError error = checkNode(step, request.path());
    if (error != KeeperError.OK) {
      return error(error);
    }
    List<Acl> acl = acls.fixUp(request.acl(), step.identities());
    if (acl == null) {
      return error(KeeperError.INVALID_ACL);
    }
    Znode node = step.image().find(request.path());
    if (node == null) {
      return error(KeeperError.NO_NODE);
    }
    if (!acls.allows(node.acl(), Permission.ADMIN, step.identities())) {
      return error(KeeperError.NO_AUTH);
    }
    if (request.version() != ANY_VERSION && request.version() != node.aversion()) {
      return error(KeeperError.BAD_VERSION);
    }
    return new SetAclTxn(request.path(), acl, node.aversion() + 1);
  }

  private Txn check(Step step, Check.Request request) {
    KeeperError error = checkNode(step, request.path());
    if (error != KeeperError.OK) {
      return error(error);
    }
    Znode node = step.image().find(request.path());
    if (node == null) {
      return error(KeeperError.NO_NODE);
    }
    if (!acls.allows(node.acl(), Permission.READ, step.identities())) {
      return error(KeeperError.NO_AUTH);
    }
    if (request.version() != ANY_VERSION && request.version() != node.version()) {
      return error(KeeperError.BAD_VERSION);
    }
    return new CheckVersionTxn(request.path(), node.version() + 1);
  }

  private KeeperError checkNode(Step step, String path) {
    KeeperError session = sessions.check(step.request.sessionId());
    if (session != KeeperError.OK) {
      return session;
    }
    return PathRules.isValid(path) ? KeeperError.OK : KeeperError.BAD_ARGUMENTS;
  }

  private Txn closeSession(Step step) {
    List<String> paths = step.pending.ephemeralsOf(step.request.sessionId());
    // Here and not by the transaction's effect alone: without the list, the effect would look for
    // the session's nodes in the applied tree, which lacks those that are still pending.
    for (String path : paths) {
      step.edit.delete(path, step.zxid);
    }
    return new CloseSessionTxn(settings.listClosedPaths() ? paths : null);
  }

  private static long length(byte @Nullable [] data) {
    return data == null ? 0 : data.length;
  }

  private static ErrorTxn error(KeeperError error) {
    return new ErrorTxn(error.code());
  }
}
