package io.castellan.zk.protocol.txn;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * A node has been deleted; also the record of deleteContainer.
 *
 * @param path the node's path
 */
public record DeleteTxn(String path) implements Txn {
  /** Reads the record. */
  public static DeleteTxn read(JuteReader reader) {
    return new DeleteTxn(reader.readString("path"));
  }

  @Override
  public void write(JuteWriter writer) {
    writer.writeString(path);
  }
}
