package io.castellan.zk.protocol.txn;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node with a time to live has been made.
 *
 * @param path the node's path, number included
 * @param data the node's data, which may be null
 * @param acl its access control list, identities filled in
 * @param parentCversion the parent's stored cversion after this, or -1 for one more than before
 * @param ttlMs the time to live
 */
public record CreateTtlTxn(
    String path, byte @Nullable [] data, List<Acl> acl, int parentCversion, long ttlMs)
    implements Txn {
  /** Reads the record. */
  public static CreateTtlTxn read(JuteReader reader) {
    return new CreateTtlTxn(
        reader.readString("path"),
        reader.readBuffer("data"),
        Acl.readList(reader),
        reader.readInt("parentCVersion"),
        reader.readLong("ttl"));
  }

  @Override
  public void write(JuteWriter writer) {
    writer.writeString(path);
    writer.writeBuffer(data);
    Acl.writeList(acl, writer);
    writer.writeInt(parentCversion);
    writer.writeLong(ttlMs);
  }
}
