package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.data.Stat;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * create2 (15), createContainer (19) and createTTL (21): their common response. The request of the
 * first two is that of {@link Create}, that of the last {@link CreateTtl}.
 */
public final class Create2 {
  private Create2() {}

  /**
   * What was made.
   *
   * @param path the path made, number included
   * @param stat the new node's properties
   */
  public record Response(String path, Stat stat) implements MultiResult {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(reader.readString("path"), Stat.read(reader));
    }

    @Override
    public void write(JuteWriter writer) {
      writer.writeString(path);
      stat.write(writer);
    }
  }
}
