package io.castellan.server.zk.audit;

import io.castellan.server.lane.Lane;
import io.castellan.server.zk.tree.Change;
import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Id;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.CreateTtl;
import io.castellan.zk.protocol.message.Delete;
import io.castellan.zk.protocol.message.Multi;
import io.castellan.zk.protocol.message.MultiOp;
import io.castellan.zk.protocol.message.SetAcl;
import io.castellan.zk.protocol.message.SetData;
import io.castellan.zk.protocol.txn.ErrorTxn;
import io.castellan.zk.protocol.txn.MultiTxn;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the audit log ({@code zookeeper.audit.enable}). Told on the ensemble lane. */
public final class AuditLog {
  private static final Logger lines =
      LoggerFactory.getLogger("org.apache.zookeeper.audit.Slf4jAuditLogger");

  private static final int MAX_QUEUED = 16 * 1024;
  private static final String SUCCESS = "success";
  private static final String FAILURE = "failure";

  private final Lane writer;
  private final String systemUser;

  /**
   * Who asks for a change.
   *
   * @param identities what the connection has proved, its address among it
   */
  public record Asker(long sessionId, String ip, List<Id> identities) {}

  /**
   * @param writer the lane that writes the lines
   * @param systemUser the user that this process runs as
   */
  public AuditLog(Lane writer, String systemUser) {
    this.writer = writer;
    this.systemUser = systemUser;
  }

  /** The server answers, or could not start. For any thread. */
  public void onStart(boolean success) {
    write(ofSystem().operation("serverStart").result(success ? SUCCESS : FAILURE));
  }

  /** The server was told to stop. For any thread. */
  public void onStop() {
    write(ofSystem().operation("serverStop").result("invoked"));
  }

  private AuditLine ofSystem() {
    return new AuditLine().user(systemUser);
  }

  /**
   * A change that was asked for has happened, or failed.
   *
   * @param op the operation
   * @param request its record
   * @param planned what came of it
   */
  public void onWrite(Asker asker, OpCode op, Object request, PlannedTxn planned) {
    boolean failed = planned.txn().txn() instanceof ErrorTxn;
    if (request instanceof Multi.Request multi) {
      onMulti(asker, multi, planned);
    } else if (request instanceof SetAcl.Request setAcl) {
      write(of(asker, "setAcl").znode(setAcl.path()).acl(setAcl.acl()).result(result(failed)));
    } else if (op == OpCode.RECONFIG) {
      write(of(asker, "reconfig").result(result(failed)));
    } else if (request instanceof MultiOp single) {
      String made = failed ? "" : planned.done().changes().get(0).path();
      onOne(asker, single, made, true, failed);
    }
  }

  private void onMulti(Asker asker, Multi.Request multi, PlannedTxn planned) {
    if (!(planned.txn().txn() instanceof MultiTxn done)
        || done.parts().stream().anyMatch(part -> part.txn() instanceof ErrorTxn)) {
      write(of(asker, "multiOperation").result(FAILURE));
      return;
    }
    Iterator<Change> changes = planned.done().changes().iterator();
    for (Multi.Part part : multi.parts()) {
      if (part.type() != OpCode.CHECK) {
        onOne(asker, part.op(), changes.next().path(), false, false);
      }
    }
  }

  /**
   * One change.
   *
   * @param made the path that it led to
   * @param alone whether it is no part of a multi: then the type of a numbered node is told
   */
  private void onOne(Asker asker, MultiOp op, String made, boolean alone, boolean failed) {
    if (op instanceof Create.Request create) {
      onCreate(asker, create.path(), create.flags(), made, alone, failed);
    } else if (op instanceof CreateTtl.Request create) {
      onCreate(asker, create.path(), create.flags(), made, alone, failed);
    } else if (op instanceof Delete.Request delete) {
      write(of(asker, "delete").znode(delete.path()).result(result(failed)));
    } else if (op instanceof SetData.Request set) {
      write(of(asker, "setData").znode(set.path()).result(result(failed)));
    }
  }

  private void onCreate(
      Asker asker, String path, int flags, String made, boolean alone, boolean failed) {
    CreateMode mode = CreateMode.fromFlags(flags);
    AuditLine line = of(asker, "create").znode(failed ? path : made);
    if (mode != null && (alone || !(mode.isSequential() || mode.isTtl()))) {
      line.znodeType(mode.name().toLowerCase(Locale.ROOT));
    }
    write(line.result(result(failed)));
  }

  /** A session has ended, by its client's wish or because its time was over. */
  public void onSessionEnded(long sessionId, List<Change> changes) {
    for (Change change : changes) {
      if (change.kind() == Change.Kind.DELETED) {
        write(
            new AuditLine()
                .session(sessionId)
                .user(systemUser)
                .operation("ephemeralZNodeDeletionOnSessionCloseOrExpire")
                .znode(change.path())
                .result(SUCCESS));
      }
    }
  }

  private static AuditLine of(Asker asker, String operation) {
    return new AuditLine()
        .session(asker.sessionId)
        .users(asker.identities)
        .ip(asker.ip)
        .operation(operation);
  }

  private static String result(boolean failed) {
    return failed ? FAILURE : SUCCESS;
  }

  private void write(String line) {
    if (writer.depth() < MAX_QUEUED) {
      writer.execute(() -> lines.info(line));
    } else {
      lines.info(line);
    }
  }
}
