package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.data.Stat;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/** exists (3): answers whether a node exists. */
public final class Exists {
  private Exists() {}

  /**
   * What to look for.
   *
   * @param path the node's path
   * @param watch whether to leave a watch, which a missing node gets too
   */
  public record Request(String path, boolean watch) {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(reader.readString("path"), reader.readBoolean("watch"));
    }

    /** Writes this request. */
    public void write(JuteWriter writer) {
      writer.writeString(path);
      writer.writeBoolean(watch);
    }
  }

  /**
   * What was found.
   *
   * @param stat the node's properties
   */
  public record Response(Stat stat) {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(Stat.read(reader));
    }

    /** Writes this response. */
    public void write(JuteWriter writer) {
      stat.write(writer);
    }
  }
}
