package io.castellan.zk.protocol.txn;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * A session has been opened.
 *
 * @param timeoutMs its timeout
 */
public record CreateSessionTxn(int timeoutMs) implements Txn {
  /** Reads the record. */
  public static CreateSessionTxn read(JuteReader reader) {
    return new CreateSessionTxn(reader.readInt("timeOut"));
  }

  @Override
  public void write(JuteWriter writer) {
    writer.writeInt(timeoutMs);
  }
}
