package io.castellan.server.zk.request;

import io.castellan.server.zk.txn.WriteRequest.NoBody;
import io.castellan.zk.protocol.jute.JuteReader;

/** ping (11): keeps the session alive, as every request does. */
final class PingHandler implements ReadHandler<NoBody> {
  /** The number of all pings, in the answer even where the request had another. */
  static final int XID = -2;

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
