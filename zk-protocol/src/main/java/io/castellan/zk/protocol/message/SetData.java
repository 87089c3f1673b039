package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.data.Stat;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import org.jspecify.annotations.Nullable;

/** setData (5): replaces a node's data. */
public final class SetData {
  private SetData() {}

  /**
   * What to write.
   *
   * @param path the node's path
   * @param data the new data, which may be null
   * @param version the version that the node must have, or -1 for any
   */
  public record Request(String path, byte @Nullable [] data, int version) implements MultiOp {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(
          reader.readString("path"), reader.readBuffer("data"), reader.readInt("version"));
    }

    @Override
    public void write(JuteWriter writer) {
      writer.writeString(path);
      writer.writeBuffer(data);
      writer.writeInt(version);
    }
  }

  /**
   * What has become of the node.
   *
   * @param stat the node's properties after the change
   */
  public record Response(Stat stat) implements MultiResult {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(Stat.read(reader));
    }

    @Override
    public void write(JuteWriter writer) {
      stat.write(writer);
    }
  }
}
