package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * createTTL (21): makes a node that the server deletes when it is unused for a while. Its response
 * is that of {@link Create2}.
 */
public final class CreateTtl {
  private CreateTtl() {}

  /**
   * What to make.
   *
   * @param path the path wanted; a sequential node gets ten digits more
   * @param data the node's data, which may be null
   * @param acl the access control list
   * @param flags the code of a {@link io.castellan.zk.protocol.CreateMode}
   * @param ttlMs how long the node may go without a change and without children
   */
  public record Request(String path, byte @Nullable [] data, List<Acl> acl, int flags, long ttlMs)
      implements MultiOp {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(
          reader.readString("path"),
          reader.readBuffer("data"),
          Acl.readList(reader),
          reader.readInt("flags"),
          reader.readLong("ttl"));
    }

    @Override
    public void write(JuteWriter writer) {
      writer.writeString(path);
      writer.writeBuffer(data);
      Acl.writeList(acl, writer);
      writer.writeInt(flags);
      writer.writeLong(ttlMs);
    }
  }
}
