package io.castellan.server.zk.store;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.StatPersisted;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.castellan.zk.protocol.txn.TxnDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What receives a server's state as it is read from disk: a snapshot, then transactions.
 *
 * <p>A snapshot that turns out to be corrupt half-way is followed by another {@link #beginLoad},
 * which forgets all of it.
 */
public interface TreeSink {
  /**
   * A snapshot begins; whatever was known before is void.
   *
   * @param zxid the last transaction that the snapshot contains for certain; later ones may be in
   *     it in part, and follow
   */
  void beginLoad(long zxid);

  /** A session of the snapshot. */
  void loadSession(long sessionId, int timeoutMs);

  /**
   * A node of the snapshot, parents before their children.
   *
   * @param path of the node; the root's is {@code /}
   * @param data the sink may keep the array
   * @param acl the same list object for nodes that had the same entry of the snapshot's table
   */
  void loadNode(String path, byte @Nullable [] data, List<Acl> acl, StatPersisted stat);

  /**
   * What the tree's digest is once the transactions up to a zxid have been replayed; a snapshot
   * need not have one.
   *
   * @param zxid not before the snapshot's
   */
  void loadDigest(long zxid, TxnDigest digest);

  /**
   * The zxid at the snapshot's end, which releases before 3.9 do not write: that of the tree once
   * the transactions that began before the snapshot was complete are in it.
   */
  default void loadLastZxid(long zxid) {}

  /** The snapshot is complete and its checksums agree. */
  void endLoad();

  /** The next transaction of the log. */
  void replay(LoggedTxn txn);
}
