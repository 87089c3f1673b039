package io.castellan.zk.protocol.data;

import io.castellan.zk.protocol.Permission;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;

/**
 * One entry of an access control list.
 *
 * @param perms bits of {@link Permission}
 * @param id whom they are granted to
 */
public record Acl(int perms, Id id) {
  /** The least number of bytes that an entry takes. */
  public static final int MIN_BYTES = 4 + Id.MIN_BYTES;

  /** Everyone may do everything. */
  public static final List<Acl> OPEN = List.of(new Acl(Permission.ALL, Id.ANYONE));

  /** Everyone may read. */
  public static final List<Acl> READ_ONLY = List.of(new Acl(Permission.READ.bit(), Id.ANYONE));

  /** Whoever creates the node may do everything. */
  public static final List<Acl> CREATOR_ALL = List.of(new Acl(Permission.ALL, Id.AUTH));

  /** Reads an entry. */
  public static Acl read(JuteReader reader) {
    return new Acl(reader.readInt("perms"), Id.read(reader));
  }

  /** Reads a list; a null one reads as empty, which means the same. */
  public static List<Acl> readList(JuteReader reader) {
    return reader.readList("acl", MIN_BYTES, Acl::read);
  }

  /** Writes a list. */
  public static void writeList(List<Acl> acl, JuteWriter writer) {
    writer.writeList(acl, Acl::write);
  }

  /** Writes this entry. */
  public void write(JuteWriter writer) {
    writer.writeInt(perms);
    id.write(writer);
  }
}
