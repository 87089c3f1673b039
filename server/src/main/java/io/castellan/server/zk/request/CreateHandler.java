package io.castellan.server.zk.request;

import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.Create;

/** create (1): makes a node and answers its path. */
final class CreateHandler implements WriteHandler<Create.Request> {
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
    String path = Writes.only(planned).path();
    return writer -> writer.writeString(path);
  }
}
