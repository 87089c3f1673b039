package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * create (1): makes a node. createContainer (19) has the same request; its response is that of
 * {@link Create2}.
 */
public final class Create {
  private Create() {}

  /**
   * What to make.
   *
   * @param path the path wanted; a sequential node gets ten digits more
   * @param data the node's data, which may be null
   * @param acl the access control list
   * @param flags the code of a {@link io.castellan.zk.protocol.CreateMode}
   */
  public record Request(String path, byte @Nullable [] data, List<Acl> acl, int flags)
      implements MultiOp {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(
          reader.readString("path"),
          reader.readBuffer("data"),
          Acl.readList(reader),
          reader.readInt("flags"));
    }

    @Override
    public void write(JuteWriter writer) {
      writer.writeString(path);
      writer.writeBuffer(data);
      Acl.writeList(acl, writer);
      writer.writeInt(flags);
    }
  }

  /**
   * What was made.
   *
   * @param path the path made, number included
   */
  public record Response(String path) implements MultiResult {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(reader.readString("path"));
    }

    @Override
    public void write(JuteWriter writer) {
      writer.writeString(path);
    }
  }
}
