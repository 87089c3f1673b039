package io.castellan.server.zk.request;

import io.castellan.server.zk.txn.WriteRequest.NoBody;
import io.castellan.zk.protocol.jute.JuteReader;

/** ping (11): keeps the session alive, as every request does. */
final class PingHandler implements ReadHandler<NoBody> {
  @Override
  public NoBody decode(JuteReader reader) {
    return NoBody.INSTANCE;
  }

  @Override
  public String shortName() {
    return "PING";
  }

  @Override
  public ResponseBody answer(NoBody request, Client client) {
    return ResponseBody.EMPTY;
  }
}
