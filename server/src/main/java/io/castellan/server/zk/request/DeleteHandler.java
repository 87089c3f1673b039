package io.castellan.server.zk.request;

import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.Delete;

/** delete (2): deletes a node without children. */
final class DeleteHandler implements WriteHandler<Delete.Request> {
  @Override
  public Delete.Request decode(JuteReader reader) {
    return Delete.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "DELE";
  }

  @Override
  public ResponseBody answer(Delete.Request request, PlannedTxn planned) {
    return ResponseBody.EMPTY;
  }
}
