package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;

/** getChildren (8): answers the names of a node's children. */
public final class GetChildren {
  private GetChildren() {}

  /**
   * What to read.
   *
   * @param path the node's path
   * @param watch whether to leave a watch
   */
  public record Request(String path, boolean watch) implements MultiReadOp {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(reader.readString("path"), reader.readBoolean("watch"));
    }

    @Override
    public void write(JuteWriter writer) {
      writer.writeString(path);
      writer.writeBoolean(watch);
    }
  }

  /**
   * What was read.
   *
   * @param children names, not paths, in no order
   */
  public record Response(List<String> children) implements MultiResult {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(reader.readStrings("children"));
    }

    @Override
    public void write(JuteWriter writer) {
      writer.writeStrings(children);
    }
  }
}
