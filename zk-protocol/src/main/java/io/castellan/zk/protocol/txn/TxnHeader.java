package io.castellan.zk.protocol.txn;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the record of every transaction.
 *
 * @param sessionId the session that asked for it
 * @param cxid the xid of the request, 0 when a server made it
 * @param zxid the transaction's place in the order of all: epoch in the high half, counter in the
 *     low half
 * @param timeMs the leader's wall clock when it was decided
 * @param type the code of the operation
 */
public record TxnHeader(long sessionId, int cxid, long zxid, long timeMs, int type) {
  /** How many bytes a header takes. */
  public static final int BYTES = 32;

  /** Reads a header. */
  public static TxnHeader read(JuteReader reader) {
    return new TxnHeader(
        reader.readLong("clientId"),
        reader.readInt("cxid"),
        reader.readLong("zxid"),
        reader.readLong("time"),
        reader.readInt("type"));
  }

  /** Writes this header. */
  public void write(JuteWriter writer) {
    writer.writeLong(sessionId);
    writer.writeInt(cxid);
    writer.writeLong(zxid);
    writer.writeLong(timeMs);
    writer.writeInt(type);
  }

  /** Returns the operation, or null when its code is unknown. */
  public @Nullable OpCode opCode() {
    return OpCode.fromCode(type);
  }
}
