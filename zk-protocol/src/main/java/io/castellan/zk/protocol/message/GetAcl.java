package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.Stat;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;

/** getACL (6): answers a node's access control list. */
public final class GetAcl {
  private GetAcl() {}

  /**
   * What to read.
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
   * What was read.
   *
   * @param acl the access control list
   * @param stat the node's properties
   */
  public record Response(List<Acl> acl, Stat stat) {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(Acl.readList(reader), Stat.read(reader));
    }

    /** Writes this response. */
    public void write(JuteWriter writer) {
      Acl.writeList(acl, writer);
      stat.write(writer);
    }
  }
}
