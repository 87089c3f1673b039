package io.castellan.server.zk.request;

import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.SetAcl;

/** setACL (7): replaces a node's access control list and answers its stat. */
final class SetAclHandler implements WriteHandler<SetAcl.Request> {
  @Override
  public SetAcl.Request decode(JuteReader reader) {
    return SetAcl.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "SETA";
  }

  @Override
  public ResponseBody answer(SetAcl.Request request, PlannedTxn planned) {
    return Writes.only(planned).node()::writeStat;
  }
}
