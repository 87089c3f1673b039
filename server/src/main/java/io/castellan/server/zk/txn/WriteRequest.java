package io.castellan.server.zk.txn;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Id;
import java.util.List;

/**
 * A request that changes something.
 *
 * @param sessionId of whom
 * @param cxid the client's number for the request; 0 when a server made it
 * @param op the operation
 * @param body the operation's request record
 * @param identities who asks
 */
public record WriteRequest(long sessionId, int cxid, OpCode op, Object body, List<Id> identities) {
  /** The end of a session, asked for by the client or decided by the server. */
  public static WriteRequest closeSession(long sessionId, int cxid) {
    return new WriteRequest(sessionId, cxid, OpCode.CLOSE_SESSION, NoBody.INSTANCE, List.of());
  }

  /** The body of an operation that has none. */
  public enum NoBody {
    /** The only one. */
    INSTANCE
  }
}
