package io.castellan.zk.protocol.txn;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * A request has failed when it was planned: it has its zxid and changes nothing.
 *
 * @param err the code of a {@link io.castellan.zk.protocol.KeeperError}
 */
public record ErrorTxn(int err) implements Txn {
  /** Reads the record. */
  public static ErrorTxn read(JuteReader reader) {
    return new ErrorTxn(reader.readInt("err"));
  }

  @Override
  public void write(JuteWriter writer) {
    writer.writeInt(err);
  }
}
