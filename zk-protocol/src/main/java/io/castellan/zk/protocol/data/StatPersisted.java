package io.castellan.zk.protocol.data;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * A node's properties as they are stored. Two of them differ from what clients see in {@link Stat}:
 * {@code cversion} counts creations of children only, so that it never goes back, and {@code
 * ephemeralOwner} also says what kind of node this is.
 *
 * @param czxid the zxid of the transaction that created the node
 * @param mzxid the zxid of the last change of its data
 * @param ctimeMs when it was created, by the leader's wall clock
 * @param mtimeMs when its data last changed, by the leader's wall clock
 * @param version how often its data has been replaced
 * @param cversion how many children have been created
 * @param aversion how often its access control list has been replaced
 * @param ephemeralOwner the session that owns it, 0 for none, {@link Long#MIN_VALUE} for a
 *     container, an encoded time to live
 * @param pzxid the zxid of the last creation or deletion of a child
 */
public record StatPersisted(
    long czxid,
    long mzxid,
    long ctimeMs,
    long mtimeMs,
    int version,
    int cversion,
    int aversion,
    long ephemeralOwner,
    long pzxid) {
  /** How many bytes one takes. */
  public static final int BYTES = 60;

  /** Reads one. */
  public static StatPersisted read(JuteReader reader) {
    return new StatPersisted(
        reader.readLong("czxid"),
        reader.readLong("mzxid"),
        reader.readLong("ctime"),
        reader.readLong("mtime"),
        reader.readInt("version"),
        reader.readInt("cversion"),
        reader.readInt("aversion"),
        reader.readLong("ephemeralOwner"),
        reader.readLong("pzxid"));
  }

  /** Writes this one. */
  public void write(JuteWriter writer) {
    writer.writeLong(czxid);
    writer.writeLong(mzxid);
    writer.writeLong(ctimeMs);
    writer.writeLong(mtimeMs);
    writer.writeInt(version);
    writer.writeInt(cversion);
    writer.writeInt(aversion);
    writer.writeLong(ephemeralOwner);
    writer.writeLong(pzxid);
  }
}
