package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/** sync (9): answers when this server has applied what the leader had committed. */
public final class Sync {
  private Sync() {}

  /**
   * What to wait for.
   *
   * @param path any path; it need not exist
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

  /**
   * The echo.
   *
   * @param path the path of the request
   */
  public record Response(String path) {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(reader.readString("path"));
    }

    /** Writes this response. */
    public void write(JuteWriter writer) {
      writer.writeString(path);
    }
  }
}
