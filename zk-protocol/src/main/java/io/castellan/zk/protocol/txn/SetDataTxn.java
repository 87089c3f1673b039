package io.castellan.zk.protocol.txn;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import org.jspecify.annotations.Nullable;

/**
 * A node's data has been replaced; also the record of reconfig.
 *
 * @param path the node's path
 * @param data the new data, which may be null
 * @param version the new version, not the one that was asked for
 */
public record SetDataTxn(String path, byte @Nullable [] data, int version) implements Txn {
  /** Reads the record. */
  public static SetDataTxn read(JuteReader reader) {
    return new SetDataTxn(
        reader.readString("path"), reader.readBuffer("data"), reader.readInt("version"));
  }

  @Override
  public void write(JuteWriter writer) {
    writer.writeString(path);
    writer.writeBuffer(data);
    writer.writeInt(version);
  }
}
