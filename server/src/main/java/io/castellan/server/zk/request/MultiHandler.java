package io.castellan.server.zk.request;

import io.castellan.server.zk.tree.Change;
import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.Check;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.Create2;
import io.castellan.zk.protocol.message.Delete;
import io.castellan.zk.protocol.message.ErrorResult;
import io.castellan.zk.protocol.message.Multi;
import io.castellan.zk.protocol.message.MultiResult;
import io.castellan.zk.protocol.message.SetData;
import io.castellan.zk.protocol.txn.CheckVersionTxn;
import io.castellan.zk.protocol.txn.ErrorTxn;
import io.castellan.zk.protocol.txn.MultiTxn;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** multi (14): several writes, all or none. */
final class MultiHandler implements WriteHandler<Multi.Request> {
  @Override
  public Multi.Request decode(JuteReader reader) {
    return Multi.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "MULT";
  }

  @Override
  public ResponseBody answer(Multi.Request request, PlannedTxn planned) {
    List<MultiTxn.Part> txns = ((MultiTxn) planned.txn().txn()).parts();
    boolean failed = txns.stream().anyMatch(part -> part.txn() instanceof ErrorTxn);
    List<MultiResult> results = new ArrayList<>(txns.size());
    Iterator<Change> changes = planned.done().changes().iterator();
    for (MultiTxn.Part part : txns) {
      if (failed) {
        int err = part.txn() instanceof ErrorTxn error ? error.err() : KeeperError.OK.code();
        results.add(new ErrorResult(err));
      } else {
        results.add(result(part, changes));
      }
    }
    return new Multi.Response(results)::write;
  }

  private static MultiResult result(MultiTxn.Part part, Iterator<Change> changes) {
    if (part.txn() instanceof CheckVersionTxn) {
      return new Check.Response();
    }
    Change change = changes.next();
    return switch (change.kind()) {
      case CREATED ->
          part.type() == OpCode.CREATE.code()
              ? new Create.Response(change.path())
              : new Create2.Response(change.path(), change.node().stat());
      case DELETED -> new Delete.Response();
      case DATA_SET, ACL_SET -> new SetData.Response(change.node().stat());
    };
  }
}
