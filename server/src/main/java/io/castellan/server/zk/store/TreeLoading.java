package io.castellan.server.zk.store;

import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.StatPersisted;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.castellan.zk.protocol.txn.TxnDigest;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a tree from disk, and compares it with the digests that are found on the way. One that
 * differs is told of and counted, and the server starts, as a stock server does: the data may be
 * good and the digest not, and only the operator can judge that.
 */
final class TreeLoading implements TreeSink {
  private static final Logger log = LoggerFactory.getLogger(TreeLoading.class);

  /** How many of the transactions whose digests differ are named one by one. */
  private static final int MOST_NAMED = 10;

  private final ZnodeTree tree;
  private final Consumer<LoggedTxn> onReplayed;
  private @Nullable TxnDigest snapshotDigest;
  private long snapshotDigestZxid;
  private boolean lastZxidKnown;

  TreeLoading(ZnodeTree tree) {
    this(tree, txn -> {});
  }

  /**
   * @param onReplayed told of each transaction that was replayed
   */
  TreeLoading(ZnodeTree tree, Consumer<LoggedTxn> onReplayed) {
    this.tree = tree;
    this.onReplayed = onReplayed;
  }

  @Override
  public void beginLoad(long zxid) {
    tree.beginLoad(zxid);
    snapshotDigest = null;
  }

  @Override
  public void loadSession(long sessionId, int timeoutMs) {
    tree.loadSession(sessionId, timeoutMs);
  }

  @Override
  public void loadNode(String path, byte @Nullable [] data, List<Acl> acl, StatPersisted stat) {
    try {
      tree.loadNode(path, data, acl, stat);
    } catch (IllegalArgumentException e) { // its parent is missing, say, because a bit has flipped
      JuteException damaged = new JuteException("node " + path + ": " + e.getMessage());
      damaged.initCause(e);
      throw damaged;
    }
  }

  @Override
  public void loadDigest(long zxid, TxnDigest digest) {
    snapshotDigest = digest;
    snapshotDigestZxid = zxid;
  }

  @Override
  public void loadLastZxid(long zxid) {
    lastZxidKnown = true;
    tree.loadLastZxid(zxid);
  }

  /** Whether the snapshot said at its end how far it goes. */
  boolean lastZxidKnown() {
    return lastZxidKnown;
  }

  @Override
  public void endLoad() {
    tree.endLoad();
    compareWithSnapshot();
  }

  @Override
  public void replay(LoggedTxn txn) {
    long before = tree.digestMismatchCount();
    tree.apply(txn);
    onReplayed.accept(txn);
    if (tree.digestMismatchCount() > before) {
      tell("the transaction", txn.zxid());
    }
    compareWithSnapshot();
  }

  /**
   * A snapshot that a stock server took while it served contains some of what followed its zxid;
   * its digest is that of a later moment, which replay has to reach first.
   */
  private void compareWithSnapshot() {
    TxnDigest expected = snapshotDigest;
    if (expected == null || tree.lastZxid() < snapshotDigestZxid) {
      return;
    }
    snapshotDigest = null;
    if (tree.lastZxid() > snapshotDigestZxid) {
      log.error(
          "the snapshot's digest is that of a transaction that the log does not have zxid=0x{}",
          Long.toHexString(snapshotDigestZxid));
    } else if (!tree.compare(expected)) {
      tell("the snapshot", snapshotDigestZxid);
    }
  }

  private void tell(String source, long zxid) {
    if (tree.digestMismatchCount() <= MOST_NAMED) {
      log.error(
          "digest mismatch: the tree is not what {} says it is zxid=0x{}",
          source,
          Long.toHexString(zxid));
    }
  }
}
