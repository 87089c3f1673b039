package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * What stands before every reply but the first of a connection, and before every event.
 *
 * @param xid that of the request, or {@link #NOTIFICATION_XID}
 * @param zxid the last transaction that the answering server has applied
 * @param err the code of a {@link io.castellan.zk.protocol.KeeperError}; the body is left out
 *     unless it is 0
 */
public record ReplyHeader(int xid, long zxid, int err) {
  /** The xid of watch events. */
  public static final int NOTIFICATION_XID = -1;

  /** How many bytes a header takes. */
  public static final int BYTES = 16;

  /** Reads a header. */
  public static ReplyHeader read(JuteReader reader) {
    return new ReplyHeader(reader.readInt("xid"), reader.readLong("zxid"), reader.readInt("err"));
  }

  /** Writes this header. */
  public void write(JuteWriter writer) {
    writer.writeInt(xid);
    writer.writeLong(zxid);
    writer.writeInt(err);
  }
}
