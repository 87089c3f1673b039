package io.castellan.server.zk.txn;

import io.castellan.server.zk.auth.AclRules;
import io.castellan.server.zk.tree.TreeEdit;
import io.castellan.server.zk.tree.TxnEffect;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.message.Check;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.CreateSession;
import io.castellan.zk.protocol.message.CreateTtl;
import io.castellan.zk.protocol.message.Delete;
import io.castellan.zk.protocol.message.DeleteContainer;
import io.castellan.zk.protocol.message.Multi;
import io.castellan.zk.protocol.message.SetAcl;
import io.castellan.zk.protocol.message.SetData;
import io.castellan.zk.protocol.txn.CloseSessionTxn;
import io.castellan.zk.protocol.txn.CreateSessionTxn;
import io.castellan.zk.protocol.txn.ErrorTxn;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.castellan.zk.protocol.txn.MultiTxn;
import io.castellan.zk.protocol.txn.Txn;
import io.castellan.zk.protocol.txn.TxnDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a request into a transaction, or into the error that it fails with. Owned by the ensemble
 * lane of the server that leads.
 *
 * <p>Each operation has a method, in the rules beside this class, that makes its checks in the
 * order in which a stock leader makes them, because the first that fails is the one that the client
 * hears of. An {@link ErrorTxn} is the value of a failure. A multi plans its parts one after
 * another on the same edit, so that each sees those before it; when one fails the edit is
 * forgotten.
 */
public final class TxnPlanner {
  private final PlannerSettings settings;
  private final CreateRules creates;
  private final DeleteRules deletes;
  private final NodeRules nodes;

  /**
   * @param acls decides who may do what
   * @param sessions knows which sessions are alive
   */
  public TxnPlanner(AclRules acls, SessionCheck sessions, PlannerSettings settings) {
    QuotaLimits quotas = new QuotaLimits(settings.enforceQuota());
    this.settings = settings;
    this.creates = new CreateRules(acls, sessions, quotas);
    this.deletes = new DeleteRules(acls, sessions);
    this.nodes = new NodeRules(acls, sessions, quotas);
  }

  /**
   * Plan a request and add what it leads to to the pending changes.
   *
   * @param zxid the transaction's zxid, one more than that of the last
   * @param timeMs the wall clock, milliseconds since 1970
   */
  public PlannedTxn plan(WriteRequest request, PendingChanges pending, long zxid, long timeMs) {
    TreeEdit edit = new TreeEdit(pending.image());
    PlanStep step = new PlanStep(request, pending, edit, zxid, timeMs);
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

  private Txn single(PlanStep step, OpCode op, Object body) {
    Txn txn = decide(step, op, body);
    TxnEffect.apply(
        step.edit(),
        step.header(op),
        txn,
        step.pending().applied().acls(),
        step.pending().applied().ephemerals());
    return txn;
  }

  private Txn decide(PlanStep step, OpCode op, Object body) {
    if (body instanceof Create.Request create) {
      return creates.create(
          step, create.path(), create.data(), create.acl(), create.flags(), op, null);
    } else if (body instanceof CreateTtl.Request create) {
      return creates.create(
          step, create.path(), create.data(), create.acl(), create.flags(), op, create.ttlMs());
    } else if (body instanceof Delete.Request delete) {
      return deletes.delete(step, delete);
    } else if (body instanceof DeleteContainer.Request delete) {
      return DeleteRules.deleteContainer(step, delete.path());
    } else if (body instanceof SetData.Request set) {
      return nodes.setData(step, set);
    } else if (body instanceof SetAcl.Request set) {
      return nodes.setAcl(step, set);
    } else if (body instanceof Check.Request check) {
      return nodes.check(step, check);
    } else if (body instanceof CreateSession.Request create) {
      return new CreateSessionTxn(create.timeoutMs());
    } else if (op == OpCode.CLOSE_SESSION) {
      return closeSession(step);
    } else if (op == OpCode.RECONFIG) {
      return ErrorTxn.of(
          settings.reconfigEnabled() ? KeeperError.UNIMPLEMENTED : KeeperError.RECONFIG_DISABLED);
    }
    throw new IllegalStateException("request: " + op + " (expected: one that writes)");
  }

  private Txn multi(PlanStep step) {
    List<Multi.Part> parts = ((Multi.Request) step.request().body()).parts();
    List<MultiTxn.Part> txns = new ArrayList<>(parts.size());
    int failed = -1;
    for (int i = 0; i < parts.size(); i++) {
      Multi.Part part = parts.get(i);
      if (failed >= 0) {
        txns.add(errorPart(ErrorTxn.of(KeeperError.RUNTIME_INCONSISTENCY)));
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

  private Txn closeSession(PlanStep step) {
    List<String> paths = step.pending().ephemeralsOf(step.request().sessionId());
    // Here and not by the transaction's effect alone: without the list, the effect would look for
    // the session's nodes in the applied tree, which lacks those that are still pending.
    for (String path : paths) {
      step.edit().delete(path, step.zxid());
    }
    return new CloseSessionTxn(settings.listClosedPaths() ? paths : null);
  }
}
