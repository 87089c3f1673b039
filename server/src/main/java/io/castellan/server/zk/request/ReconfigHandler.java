package io.castellan.server.zk.request;

import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.Reconfig;

/**
 * reconfig (16): a server alone has no ensemble to change; the planner refuses it with the error
 * that tells why.
 */
final class ReconfigHandler implements WriteHandler<Reconfig.Request> {
  @Override
  public Reconfig.Request decode(JuteReader reader) {
    return Reconfig.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "RECO";
  }

  @Override
  public ResponseBody answer(Reconfig.Request request, PlannedTxn planned) {
    throw new IllegalStateException("reconfig: planned (expected: refused)");
  }
}
