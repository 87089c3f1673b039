package io.castellan.zk.protocol.txn;

import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * A request has failed when it was planned: it has its zxid and changes nothing.
 *
 * @param err the code of a {@link KeeperError}
 */
public record ErrorTxn(int err) implements Txn {
  /** The transaction of a request that has failed so. */
  public static ErrorTxn of(KeeperError error) {
    return new ErrorTxn(error.code());
  }

  /** Reads the record. */
  public static ErrorTxn read(JuteReader reader) {
    return new ErrorTxn(reader.readInt("err"));
  }

  @Override
  public void write(JuteWriter writer) {
    writer.writeInt(err);
  }
}
