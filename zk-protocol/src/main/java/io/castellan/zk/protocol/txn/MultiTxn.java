package io.castellan.zk.protocol.txn;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;

/**
 * Several changes under one zxid. One {@link ErrorTxn} among them means that the multi has failed
 * and none of them happens.
 *
 * @param parts in the order in which they happen
 */
public record MultiTxn(List<Part> parts) implements Txn {
  /**
   * One change.
   *
   * @param type the code of its operation
   * @param txn its record
   */
  public record Part(int type, Txn txn) {
    private static final int MIN_BYTES = 8;

    private static Part read(JuteReader reader) {
      int type = reader.readInt("multi txn type");
      // A multi inside a multi does not exist; refusing it keeps the depth of the reading at two.
      if (type == OpCode.MULTI.code()) {
        throw JuteException.of("multi txn type", type, "anything but a multi");
      }
      return new Part(type, Txn.read(type, reader.readNested("multi txn data")));
    }

    private void write(JuteWriter writer) {
      writer.writeInt(type);
      int mark = writer.beginLength();
      txn.write(writer);
      writer.endLength(mark);
    }
  }

  /** Reads the record. */
  static MultiTxn read(JuteReader reader) {
    return new MultiTxn(reader.readList("multi txns", Part.MIN_BYTES, Part::read));
  }

  @Override
  public void write(JuteWriter writer) {
    writer.writeList(parts, Part::write);
  }
}
