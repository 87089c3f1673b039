package io.castellan.server.zk.request;

import io.castellan.server.zk.tree.Change;
import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.Create;

/** create2 (15) and createContainer (19): makes a node and answers its path and stat. */
final class Create2Handler implements WriteHandler<Create.Request> {
  @Override
  public Create.Request decode(JuteReader reader) {
    return Create.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "CREA";
  }

  @Override
  public ResponseBody answer(Create.Request request, PlannedTxn planned) {
    Change made = Writes.only(planned);
    return writer -> {
      writer.writeString(made.path());
      made.node().writeStat(writer);
    };
  }
}
