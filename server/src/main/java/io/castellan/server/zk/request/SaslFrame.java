package io.castellan.server.zk.request;

import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.message.Sasl;

/**
 * The answer to sasl (102). Unlike others it has its body with an error too, and always the zxid 0.
 */
record SaslFrame(int xid, SaslStep step) implements Outgoing {
  @Override
  public void write(JuteWriter writer) {
    writer.writeInt(xid);
    writer.writeLong(0);
    writer.writeInt(step.error().code());
    new Sasl.Response(step.token()).write(writer);
  }
}
