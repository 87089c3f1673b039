package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import org.jspecify.annotations.Nullable;

/**
 * What stands before every request but the first of a connection.
 *
 * @param xid the client's number for this request, echoed in the reply
 * @param type the code of the operation, which may be unknown
 */
public record RequestHeader(int xid, int type) {
  /** The xid of pings and of their replies. */
  public static final int PING_XID = -2;

  /** The xid of auth requests and of their replies. */
  public static final int AUTH_XID = -4;

  /** The xid of setWatches and setWatches2, and of their replies. */
  public static final int SET_WATCHES_XID = -8;

  /** How many bytes a header takes. */
  public static final int BYTES = 8;

  /** Reads a header. */
  public static RequestHeader read(JuteReader reader) {
    return new RequestHeader(reader.readInt("xid"), reader.readInt("type"));
  }

  /** Writes this header. */
  public void write(JuteWriter writer) {
    writer.writeInt(xid);
    writer.writeInt(type);
  }

  /** Returns the operation, or null when its code is unknown. */
  public @Nullable OpCode opCode() {
    return OpCode.fromCode(type);
  }
}
