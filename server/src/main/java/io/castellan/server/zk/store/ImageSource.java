package io.castellan.server.zk.store;

import io.castellan.server.zk.tree.SnapshotImage;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.txn.TxnDigest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives an image of the tree to be written. */
record ImageSource(SnapshotImage image) implements SnapshotSource {
  @Override
  public long zxid() {
    return image.zxid();
  }

  @Override
  public Map<Long, Integer> sessions() {
    return image.sessions();
  }

  @Override
  public void forEachNode(Visitor visitor) {
    image
        .tree()
        .forEach((path, node) -> visitor.node(path, node.data(), node.acl(), node.statPersisted()));
  }

  @Override
  public void forEachAcl(Consumer<List<Acl>> visitor) {
    image.tree().forEachNode(node -> visitor.accept(node.acl()));
  }

  @Override
  public @Nullable TxnDigest digest() {
    return image.tree().rules().digesting()
        ? new TxnDigest(TxnDigest.VERSION, image.tree().digest())
        : null;
  }
}
