package io.castellan.server.zk.request;

import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.server.zk.txn.WriteRequest.NoBody;
import io.castellan.zk.protocol.jute.JuteReader;

/** closeSession (-11): ends the session; the connection is closed after the answer. */
final class CloseSessionHandler implements WriteHandler<NoBody> {
  @Override
  public NoBody decode(JuteReader reader) {
    return NoBody.INSTANCE;
  }

  @Override
  public String shortName() {
    return "CLOS";
  }

  @Override
  public ResponseBody answer(NoBody request, PlannedTxn planned) {
    return ResponseBody.EMPTY;
  }
}
