package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.data.Stat;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;

/** getChildren2 (12): answers the names of a node's children, and its properties. */
public final class GetChildren2 {
  private GetChildren2() {}

  /**
   * What to read.
   *
   * @param path the node's path
   * @param watch whether to leave a watch
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
   * What was read.
   *
   * @param children names, not paths, in no order
   * @param stat the node's properties
   */
  public record Response(List<String> children, Stat stat) {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(reader.readStrings("children"), Stat.read(reader));
    }

    /** Writes this response. */
    public void write(JuteWriter writer) {
      writer.writeStrings(children);
      stat.write(writer);
    }
  }
}
