package io.castellan.server.zk.store;

import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.StatPersisted;
import io.castellan.zk.protocol.txn.LoggedTxn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills a tree from disk. */
record TreeLoading(ZnodeTree tree) implements TreeSink {
  @Override
  public void beginLoad(long zxid) {
    tree.beginLoad(zxid);
  }

  @Override
  public void loadSession(long sessionId, int timeoutMs) {
    tree.loadSession(sessionId, timeoutMs);
  }

  @Override
  public void loadNode(String path, byte @Nullable [] data, List<Acl> acl, StatPersisted stat) {
    tree.loadNode(path, data, acl, stat);
  }

  @Override
  public void endLoad() {
    tree.endLoad();
  }

  @Override
  public void replay(LoggedTxn txn) {
    tree.apply(txn);
  }
}
