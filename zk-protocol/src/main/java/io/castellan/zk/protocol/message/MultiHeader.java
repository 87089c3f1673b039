package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * What stands before each part of a multi, and after the last.
 *
 * @param type the code of the part's operation; -1 for an error and for the end
 * @param done whether this is the end
 * @param err -1 in requests and at the end; in responses the part's error code
 */
record MultiHeader(int type, boolean done, int err) {
  static final MultiHeader END = new MultiHeader(-1, true, -1);

  static MultiHeader read(JuteReader reader) {
    return new MultiHeader(
        reader.readInt("multi type"),
        reader.readBoolean("multi done"),
        reader.readInt("multi err"));
  }

  void write(JuteWriter writer) {
    writer.writeInt(type);
    writer.writeBoolean(done);
    writer.writeInt(err);
  }
}
