package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.Stat;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;

/** setACL (7): replaces a node's access control list. */
public final class SetAcl {
  private SetAcl() {}

  /**
   * What to write.
   *
   * @param path the node's path
   * @param acl the new list
   * @param version the aversion that the node must have, or -1 for any
   */
  public record Request(String path, List<Acl> acl, int version) {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(
          reader.readString("path"), Acl.readList(reader), reader.readInt("version"));
    }

    /** Writes this request. */
    public void write(JuteWriter writer) {
      writer.writeString(path);
      Acl.writeList(acl, writer);
      writer.writeInt(version);
    }
  }

  /**
   * What has become of the node.
   *
   * @param stat the node's properties after the change
   */
  public record Response(Stat stat) {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(Stat.read(reader));
    }

    /** Writes this response. */
    public void write(JuteWriter writer) {
      stat.write(writer);
    }
  }
}
