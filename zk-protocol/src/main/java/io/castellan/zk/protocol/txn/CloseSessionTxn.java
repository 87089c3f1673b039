package io.castellan.zk.protocol.txn;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session has been closed.
 *
 * @param pathsToDelete the ephemeral nodes that go with it; null when the record is missing, as
 *     before 3.6 (ZOOKEEPER-3145), and the nodes that the session owns at that moment go
 */
public record CloseSessionTxn(@Nullable List<String> pathsToDelete) implements Txn {
  /**
   * Reads the record, if there is one. A digest may follow an absent record, and a log may add
   * three bytes behind everything: its first number would then be the count of two paths, for which
   * those 12 or 15 bytes have no room, since no path is shorter than two characters.
   */
  static CloseSessionTxn read(JuteReader reader) {
    int remaining = reader.remaining();
    boolean missing =
        remaining < Integer.BYTES
            || (remaining < TxnDigest.BYTES + Integer.BYTES
                && remaining >= TxnDigest.BYTES
                && reader.peekInt("paths2Delete count") == TxnDigest.VERSION);
    return new CloseSessionTxn(
        missing
            ? null
            : reader.readList("paths2Delete", Integer.BYTES, r -> r.readString("paths2Delete")));
  }

  @Override
  public void write(JuteWriter writer) {
    if (pathsToDelete != null) {
      writer.writeStrings(pathsToDelete);
    }
  }
}
