package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/** addWatch (106): leaves a persistent watch. */
public final class AddWatch {
  private AddWatch() {}

  /**
   * The watch to leave.
   *
   * @param path the node's path
   * @param mode 0 persistent, 1 persistent recursive
   */
  public record Request(String path, int mode) {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(reader.readString("path"), reader.readInt("mode"));
    }

    /** Writes this request. */
    public void write(JuteWriter writer) {
      writer.writeString(path);
      writer.writeInt(mode);
    }
  }

  /**
   * The success.
   *
   * @param err always 0
   */
  public record Response(int err) {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(reader.readInt("err"));
    }

    /** Writes this response. */
    public void write(JuteWriter writer) {
      writer.writeInt(err);
    }
  }
}
