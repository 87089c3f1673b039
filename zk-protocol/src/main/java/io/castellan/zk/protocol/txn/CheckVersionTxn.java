package io.castellan.zk.protocol.txn;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * A version has been compared; occurs inside a multi only and changes nothing.
 *
 * @param path the node's path
 * @param version the node's version
 */
public record CheckVersionTxn(String path, int version) implements Txn {
  /** Reads the record. */
  public static CheckVersionTxn read(JuteReader reader) {
    return new CheckVersionTxn(reader.readString("path"), reader.readInt("version"));
  }

  @Override
  public void write(JuteWriter writer) {
    writer.writeString(path);
    writer.writeInt(version);
  }
}
