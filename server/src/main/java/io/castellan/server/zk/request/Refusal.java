package io.castellan.server.zk.request;

import io.castellan.server.zk.txn.WriteRequest.NoBody;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.jute.JuteReader;

/**
 * Answers what is no request with an error. It stands in line like any other, so that its answer
 * shows the zxid of its turn.
 */
public enum Refusal implements ReadHandler<NoBody> {
  /** The bytes of its body are not those of the operation. */
  UNREADABLE(KeeperError.MARSHALLING_ERROR, false),
  /** It has waited for too long before it could begin. */
  THROTTLED(KeeperError.THROTTLED_OP, false),
  /** There is no such operation, or it is not for clients. */
  UNKNOWN(KeeperError.UNIMPLEMENTED, true);

  private final KeeperError error;
  private final boolean endsConnection;

  Refusal(KeeperError error, boolean endsConnection) {
    this.error = error;
    this.endsConnection = endsConnection;
  }

  /** Whether nothing after it is listened to. */
  public boolean endsConnection() {
    return endsConnection;
  }

  @Override
  public NoBody decode(JuteReader reader) {
    return NoBody.INSTANCE;
  }

  @Override
  public String shortName() {
    return "NA";
  }

  @Override
  public ResponseBody answer(NoBody request, Client client) {
    return ResponseBody.error(error);
  }
}
