package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/** delete (2): deletes a node without children. */
public final class Delete {
  private Delete() {}

  /**
   * What to delete.
   *
   * @param path the node's path
   * @param version the version that the node must have, or -1 for any
   */
  public record Request(String path, int version) implements MultiOp {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(reader.readString("path"), reader.readInt("version"));
    }

    @Override
    public void write(JuteWriter writer) {
      writer.writeString(path);
      writer.writeInt(version);
    }
  }

  /** Nothing, and no bytes; stands for the success inside a multi. */
  public record Response() implements MultiResult {
    @Override
    public void write(JuteWriter writer) {}
  }
}
