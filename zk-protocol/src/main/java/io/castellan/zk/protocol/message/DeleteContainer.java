package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * deleteContainer (20): deletes an empty container or an expired TTL node. Servers ask it of
 * themselves; clients may not.
 */
public final class DeleteContainer {
  private DeleteContainer() {}

  /**
   * What to delete.
   *
   * @param path the node's path
   */
  public record Request(String path) {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(reader.readString("path"));
    }

    /** Writes this request. */
    public void write(JuteWriter writer) {
      writer.writeString(path);
    }
  }
}
