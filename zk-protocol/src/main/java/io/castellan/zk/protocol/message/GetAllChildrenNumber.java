package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/** getAllChildrenNumber (104): counts all descendants of a node. */
public final class GetAllChildrenNumber {
  private GetAllChildrenNumber() {}

  /**
   * Where to count.
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

  /**
   * The count.
   *
   * @param totalNumber how many there are, at any depth
   */
  public record Response(int totalNumber) {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(reader.readInt("totalNumber"));
    }

    /** Writes this response. */
    public void write(JuteWriter writer) {
      writer.writeInt(totalNumber);
    }
  }
}
