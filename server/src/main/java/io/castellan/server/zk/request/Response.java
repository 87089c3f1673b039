package io.castellan.server.zk.request;

import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * The reply to a request.
 *
 * @param xid that of the request
 * @param zxid the last transaction that this server has applied
 */
record Response(int xid, long zxid, ResponseBody body) implements Outgoing {
  @Override
  public void write(JuteWriter writer) {
    writer.writeInt(xid);
    writer.writeLong(zxid);
    writer.writeInt(body.error().code());
    body.write(writer);
  }
}
