package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/** checkWatches (17): asks whether this connection has left a watch. */
public final class CheckWatches {
  private CheckWatches() {}

  /**
   * Which watch.
   *
   * @param path the node's path
   * @param type 1 children, 2 data, 3 any, 4 persistent, 5 persistent recursive
   */
  public record Request(String path, int type) {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(reader.readString("path"), reader.readInt("type"));
    }

    /** Writes this request. */
    public void write(JuteWriter writer) {
      writer.writeString(path);
      writer.writeInt(type);
    }
  }
}
