package io.castellan.server.zk.request;

import io.castellan.server.zk.tree.Change;
import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.CreateTtl;

/** createTTL (21): makes a node with a time to live and answers its path and stat. */
final class CreateTtlHandler implements WriteHandler<CreateTtl.Request> {
  @Override
  public CreateTtl.Request decode(JuteReader reader) {
    return CreateTtl.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "CREA";
  }

  @Override
  public ResponseBody answer(CreateTtl.Request request, PlannedTxn planned) {
    Change made = Writes.only(planned);
    return writer -> {
      writer.writeString(made.path());
      made.node().writeStat(writer);
    };
  }
}
