package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/** removeWatches (18): takes back watches of this connection. */
public final class RemoveWatches {
  private RemoveWatches() {}

  /**
   * Which watches.
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
