package io.castellan.zk.protocol.txn;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A persistent or ephemeral node has been made; the record of create and of create2.
 *
 * @param path the node's path, number included
 * @param data the node's data, which may be null
 * @param acl its access control list, identities filled in
 * @param ephemeral whether the session of the transaction owns it
 * @param parentCversion the parent's stored cversion after this, or {@link #ONE_MORE}
 */
public record CreateTxn(
    String path, byte @Nullable [] data, List<Acl> acl, boolean ephemeral, int parentCversion)
    implements Txn {
  /** Stands for a parent's cversion that is one more than before. */
  public static final int ONE_MORE = -1;

  /** Reads the record; one of ZooKeeper before 3.4 ends before the parent's cversion. */
  public static CreateTxn read(JuteReader reader) {
    return new CreateTxn(
        reader.readString("path"),
        reader.readBuffer("data"),
        Acl.readList(reader),
        reader.readBoolean("ephemeral"),
        reader.remaining() >= Integer.BYTES ? reader.readInt("parentCVersion") : ONE_MORE);
  }

  @Override
  public void write(JuteWriter writer) {
    writer.writeString(path);
    writer.writeBuffer(data);
    Acl.writeList(acl, writer);
    writer.writeBoolean(ephemeral);
    writer.writeInt(parentCversion);
  }
}
