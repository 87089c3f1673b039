package io.castellan.server.zk.request;

import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.SetData;

/** setData (5): replaces a node's data and answers its stat. */
final class SetDataHandler implements WriteHandler<SetData.Request> {
  @Override
  public SetData.Request decode(JuteReader reader) {
    return SetData.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "SETD";
  }

  @Override
  public ResponseBody answer(SetData.Request request, PlannedTxn planned) {
    return Writes.only(planned).node()::writeStat;
  }
}
