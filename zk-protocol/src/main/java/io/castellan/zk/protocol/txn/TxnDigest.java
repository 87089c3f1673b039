package io.castellan.zk.protocol.txn;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * What the tree's digest must be after a transaction (ZOOKEEPER-3512).
 *
 * @param version how the digest is computed; one of another version than {@link #VERSION} cannot be
 *     compared
 * @param treeDigest the sum of the digests of all nodes
 */
public record TxnDigest(int version, long treeDigest) {
  /** The version of the computation that releases have used from 3.6 on. */
  public static final int VERSION = 2;

  /** How many bytes a digest takes. */
  public static final int BYTES = 12;

  /** Reads a digest. */
  public static TxnDigest read(JuteReader reader) {
    return new TxnDigest(reader.readInt("digest version"), reader.readLong("treeDigest"));
  }

  /** Writes this digest. */
  public void write(JuteWriter writer) {
    writer.writeInt(version);
    writer.writeLong(treeDigest);
  }
}
