package io.castellan.server.zk.tree;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.StatPersisted;
import io.castellan.zk.protocol.txn.CloseSessionTxn;
import io.castellan.zk.protocol.txn.CreateSessionTxn;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.castellan.zk.protocol.txn.Txn;
import io.castellan.zk.protocol.txn.TxnDigest;
import io.castellan.zk.protocol.txn.TxnHeader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The applied state of one server: the tree and the sessions as of the last transaction that was
 * applied. Owned by the ensemble lane; while a server starts, by the thread that starts it.
 */
public final class ZnodeTree {
  /** What a stock server gives to the version of the configuration's node. */
  private static final int CONFIG_NODE_VERSION = -1;

  private AclTable acls = new AclTable();
  private Ephemerals ephemerals = new Ephemerals();
  private Map<Long, Integer> sessionTimeoutsMs = new HashMap<>();
  private Set<String> selfDeleting = new HashSet<>();
  private final DigestHistory digests = new DigestHistory();
  private TreeImage image;
  private @Nullable TreeLoader loader;
  private long lastZxid;
  private long digestMismatchCount;

  /** The tree of a new server. */
  public ZnodeTree(TreeRules rules) {
    this.image = TreeImage.empty(rules);
  }

  /** The tree by now. */
  public TreeImage image() {
    return image;
  }

  /** The zxid of the last transaction that was applied. */
  public long lastZxid() {
    return lastZxid;
  }

  /** Who owns which ephemeral nodes. */
  public Ephemerals ephemerals() {
    return ephemerals;
  }

  /** The containers and the nodes with a time to live, as they are now. A copy. */
  public List<String> selfDeleting() {
    return new ArrayList<>(selfDeleting);
  }

  /**
   * Whether a node is an empty container or has outlived its time to live. A container that never
   * had a child is left alone, unless there is a limit to that too.
   *
   * @param path of one of {@link #selfDeleting}, which may have gone since
   * @param nowMs the wall clock, milliseconds since 1970
   * @param maxNeverUsedMs how long a container may stay that never had a child; 0 for ever
   */
  public boolean isOverdue(String path, long nowMs, long maxNeverUsedMs) {
    Znode node = image.find(path);
    if (node == null || node.children().count() > 0) {
      return false;
    }
    long unchangedMs = nowMs - node.mtimeMs();
    return switch (node.kind()) {
      case TTL -> unchangedMs > NodeKind.ttlMs(node.ephemeralOwner());
      case CONTAINER -> node.cversion() > 0 || (maxNeverUsedMs > 0 && unchangedMs > maxNeverUsedMs);
      case PERSISTENT, EPHEMERAL -> false;
    };
  }

  /** What the digest was of late. */
  public DigestHistory digests() {
    return digests;
  }

  /** The sessions and their timeouts in milliseconds. */
  public Map<Long, Integer> sessions() {
    return Collections.unmodifiableMap(sessionTimeoutsMs);
  }

  /** What makes equal access control lists the same object. */
  public AclTable acls() {
    return acls;
  }

  /** How often a digest of the log or of a snapshot was not that of the tree. */
  public long digestMismatchCount() {
    return digestMismatchCount;
  }

  /**
   * Apply a transaction of the log, or of a leader.
   *
   * @return what it did
   */
  public List<Change> apply(LoggedTxn txn) {
    List<Change> changes = commit(txn.header(), txn.txn(), plan(txn));
    TxnDigest digest = txn.digest();
    if (digest != null) {
      compare(digest);
    }
    return changes;
  }

  /** What a transaction leads to that another server has planned, without applying it. */
  public TreeEdit.Done plan(LoggedTxn txn) {
    TreeEdit edit = new TreeEdit(image);
    TxnEffect.apply(edit, txn.header(), txn.txn(), acls, ephemerals);
    return edit.done();
  }

  /**
   * Compare the tree with what it should be by now. A version that is not ours says nothing, nor
   * does any when no digest is kept.
   *
   * @return whether it is, as far as can be said; {@link #digestMismatchCount} counts when not
   */
  public boolean compare(TxnDigest expected) {
    boolean differs =
        image.rules().digesting()
            && expected.version() == TxnDigest.VERSION
            && expected.treeDigest() != image.digest();
    if (differs) {
      digestMismatchCount++;
    }
    return !differs;
  }

  /**
   * Take what a transaction leads to, worked out from the image that is current now.
   *
   * @return what it did
   */
  public List<Change> commit(TxnHeader header, Txn txn, TreeEdit.Done done) {
    image = done.image();
    done.changes().forEach(this::index);
    if (txn instanceof CreateSessionTxn created) {
      sessionTimeoutsMs.put(header.sessionId(), created.timeoutMs());
    } else if (txn instanceof CloseSessionTxn) {
      sessionTimeoutsMs.remove(header.sessionId());
    }
    lastZxid = header.zxid();
    if (image.rules().digesting()) {
      digests.onApplied(lastZxid, image.digest());
    }
    return done.changes();
  }

  private void index(Change change) {
    NodeKind kind = change.node().kind();
    if (kind == NodeKind.PERSISTENT) {
      return;
    }
    boolean ephemeral = kind == NodeKind.EPHEMERAL;
    switch (change.kind()) {
      case CREATED -> {
        if (ephemeral) {
          ephemerals.add(change.node().ephemeralOwner(), change.path());
        } else {
          selfDeleting.add(change.path());
        }
      }
      case DELETED -> {
        if (ephemeral) {
          ephemerals.remove(change.node().ephemeralOwner(), change.path());
        } else {
          selfDeleting.remove(change.path());
        }
      }
      case DATA_SET, ACL_SET -> {}
    }
  }

  /** Forget everything: a snapshot follows, by {@link #loadSession} and {@link #loadNode}. */
  public void beginLoad(long zxid) {
    loader = new TreeLoader(image.rules(), this::indexLoaded);
    digests.clear();
    sessionTimeoutsMs.clear();
    ephemerals.clear();
    selfDeleting.clear();
    lastZxid = zxid;
  }

  /**
   * The zxid at the end of a snapshot. It counts only where there is no log to replay, and the
   * snapshot's name said nothing.
   */
  public void loadLastZxid(long zxid) {
    if (lastZxid == 0) {
      lastZxid = zxid;
    }
  }

  /**
   * Become another tree: its nodes and sessions, at a zxid of one's own.
   *
   * @param other not to be used any more
   */
  public void become(ZnodeTree other, long zxid) {
    image = other.image;
    acls = other.acls;
    ephemerals = other.ephemerals;
    sessionTimeoutsMs = other.sessionTimeoutsMs;
    selfDeleting = other.selfDeleting;
    digests.clear();
    lastZxid = zxid;
  }

  /** Take over another server's state. */
  public void load(SnapshotImage other) {
    beginLoad(other.zxid());
    sessionTimeoutsMs = new HashMap<>(other.sessions());
    TreeImage.forEachFrom(
        "",
        other.tree().root(),
        (path, node) -> {
          if (node.kind() != NodeKind.PERSISTENT) {
            indexLoaded(path, node);
          }
        });
    endLoad(other.tree());
  }

  /**
   * Show the ensemble's configuration in its node. Each server does so for itself, without a
   * transaction, as in stock; the digest leaves the node out.
   *
   * @param version of the configuration
   */
  public void showConfig(byte[] text, long version, long nowMs) {
    TreeEdit edit = new TreeEdit(image);
    edit.setData(TreeImage.CONFIG, text, CONFIG_NODE_VERSION, version, nowMs);
    image = edit.done().image();
  }

  /** The first zxid of an epoch is reached, in which nothing was written yet. */
  public void beginEpoch(long zxid) {
    lastZxid = zxid;
  }

  /** A session of a snapshot. */
  public void loadSession(long sessionId, int timeoutMs) {
    sessionTimeoutsMs.put(sessionId, timeoutMs);
  }

  /**
   * A node of a snapshot; its parent has been loaded. The root's path is {@code ""} or {@code /}.
   */
  public void loadNode(String path, byte @Nullable [] data, List<Acl> acl, StatPersisted stat) {
    loader().add(path, data, acls.intern(acl), stat);
  }

  /** The snapshot has been read. */
  public void endLoad() {
    endLoad(loader().end());
  }

  private void endLoad(TreeImage loaded) {
    image = Quotas.recountAll(TreeImage.withReservedNodes(loaded));
    loader = null;
  }

  private TreeLoader loader() {
    if (loader == null) {
      throw new IllegalStateException("tree: not being loaded (expected: beginLoad before)");
    }
    return loader;
  }

  private void indexLoaded(String path, Znode node) {
    if (node.isEphemeral()) {
      ephemerals.add(node.ephemeralOwner(), path);
    } else {
      selfDeleting.add(path);
    }
  }

  /**
   * Delete the ephemeral nodes of sessions that are not known: to be called once the log has been
   * replayed, by a server that is about to lead. A stock server does the same, and without a
   * transaction, so it is not to be found in the log.
   *
   * @return what was deleted
   */
  public List<Change> deleteOrphans() {
    List<String> orphans = new ArrayList<>();
    ephemerals
        .bySession()
        .forEach(
            (session, paths) -> {
              if (!sessionTimeoutsMs.containsKey(session)) {
                orphans.addAll(paths);
              }
            });
    TreeEdit edit = new TreeEdit(image);
    for (String path : orphans) {
      edit.delete(path, lastZxid);
    }
    TreeEdit.Done done = edit.done();
    image = done.image();
    for (Change change : done.changes()) {
      ephemerals.remove(change.node().ephemeralOwner(), change.path());
    }
    return done.changes();
  }
}
