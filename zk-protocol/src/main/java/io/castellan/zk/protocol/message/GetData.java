package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.data.Stat;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import org.jspecify.annotations.Nullable;

/** getData (4): answers a node's data. */
public final class GetData {
  private GetData() {}

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
   * @param data the node's data, which may be null
   * @param stat the node's properties
   */
  public record Response(byte @Nullable [] data, Stat stat) implements MultiResult {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(reader.readBuffer("data"), Stat.read(reader));
    }

    @Override
    public void write(JuteWriter writer) {
      writer.writeBuffer(data);
      stat.write(writer);
    }
  }
}
