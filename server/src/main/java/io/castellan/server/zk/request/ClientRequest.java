package io.castellan.server.zk.request;

import io.castellan.server.net.Reply;
import io.castellan.zk.protocol.OpCode;

/**
 * A request that was read from a connection and not answered yet.
 *
 * @param xid the client's number for it
 * @param op the operation
 * @param handler answers the operation
 * @param body the operation's request record, as the handler decoded it
 * @param reply takes the answer
 * @param bytes how long the frame was
 * @param arrivedNanos when it was read, on the monotonic clock
 */
public record ClientRequest(
    int xid,
    OpCode op,
    RequestHandler<?> handler,
    Object body,
    Reply reply,
    int bytes,
    long arrivedNanos) {}
