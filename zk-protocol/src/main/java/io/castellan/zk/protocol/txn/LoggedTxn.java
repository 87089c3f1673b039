package io.castellan.zk.protocol.txn;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as it stands in the log and travels in a proposal: header, record, and what the
 * tree must look like afterwards.
 *
 * @param header who, when, and what kind
 * @param txn the change
 * @param digest null when its writer left it out, which is always allowed
 */
public record LoggedTxn(TxnHeader header, Txn txn, @Nullable TxnDigest digest) {
  /** Returns the transaction's zxid. */
  public long zxid() {
    return header.zxid();
  }

  /** Reads a transaction. Bytes after the record that are too few for a digest are ignored. */
  public static LoggedTxn read(JuteReader reader) {
    TxnHeader header = TxnHeader.read(reader);
    Txn txn = Txn.read(header.type(), reader);
    TxnDigest digest = reader.remaining() >= TxnDigest.BYTES ? TxnDigest.read(reader) : null;
    return new LoggedTxn(header, txn, digest);
  }

  /** Writes this transaction. */
  public void write(JuteWriter writer) {
    header.write(writer);
    txn.write(writer);
    if (digest != null) {
      digest.write(writer);
    }
  }
}
