package io.castellan.zk.protocol.txn;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;

/**
 * A node's access control list has been replaced.
 *
 * @param path the node's path
 * @param acl the new list, identities filled in
 * @param version the new aversion
 */
public record SetAclTxn(String path, List<Acl> acl, int version) implements Txn {
  /** Reads the record. */
  public static SetAclTxn read(JuteReader reader) {
    return new SetAclTxn(
        reader.readString("path"), Acl.readList(reader), reader.readInt("version"));
  }

  @Override
  public void write(JuteWriter writer) {
    writer.writeString(path);
    Acl.writeList(acl, writer);
    writer.writeInt(version);
  }
}
