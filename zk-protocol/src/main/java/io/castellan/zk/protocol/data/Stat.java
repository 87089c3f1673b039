package io.castellan.zk.protocol.data;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * A node's properties as clients see them.
 *
 * @param czxid the zxid of the transaction that created the node
 * @param mzxid the zxid of the last change of its data
 * @param ctimeMs when it was created, by the leader's wall clock
 * @param mtimeMs when its data last changed, by the leader's wall clock
 * @param version how often its data has been replaced
 * @param cversion how many children have been created and deleted
 * @param aversion how often its access control list has been replaced
 * @param ephemeralOwner the session that owns it, or 0
 * @param dataLength the size of its data in bytes
 * @param numChildren how many children it has
 * @param pzxid the zxid of the last creation or deletion of a child
 */
public record Stat(
    long czxid,
    long mzxid,
    long ctimeMs,
    long mtimeMs,
    int version,
    int cversion,
    int aversion,
    long ephemeralOwner,
    int dataLength,
    int numChildren,
    long pzxid) {
  /** How many bytes a stat takes. */
  public static final int BYTES = 68;

  /** Reads a stat. */
  public static Stat read(JuteReader reader) {
    return new Stat(
        reader.readLong("czxid"),
        reader.readLong("mzxid"),
        reader.readLong("ctime"),
        reader.readLong("mtime"),
        reader.readInt("version"),
        reader.readInt("cversion"),
        reader.readInt("aversion"),
        reader.readLong("ephemeralOwner"),
        reader.readInt("dataLength"),
        reader.readInt("numChildren"),
        reader.readLong("pzxid"));
  }

  /** Writes this stat. */
  public void write(JuteWriter writer) {
    writer.writeLong(czxid);
    writer.writeLong(mzxid);
    writer.writeLong(ctimeMs);
    writer.writeLong(mtimeMs);
    writer.writeInt(version);
    writer.writeInt(cversion);
    writer.writeInt(aversion);
    writer.writeLong(ephemeralOwner);
    writer.writeInt(dataLength);
    writer.writeInt(numChildren);
    writer.writeLong(pzxid);
  }
}
