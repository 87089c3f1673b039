package io.castellan.server.zk.txn;

import io.castellan.server.zk.tree.Change;
import io.castellan.server.zk.tree.Ephemerals;
import io.castellan.server.zk.tree.TreeEdit;
import io.castellan.server.zk.tree.TreeImage;
import io.castellan.server.zk.tree.Znode;
import io.castellan.server.zk.tree.ZnodeTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is planned and not yet committed: the tree as it will be, and the ephemeral nodes that it
 * will have more. Owned by the ensemble lane of the server that leads.
 */
public final class PendingChanges {
  private final ZnodeTree applied;
  private final Map<Long, Deque<Created>> ephemeralsBySession = new HashMap<>();
  private final Deque<PlannedTxn> committed = new ArrayDeque<>();
  private TreeImage image;

  private record Created(long zxid, String path) {}

  /** Nothing pending yet. */
  public PendingChanges(ZnodeTree applied) {
    this.applied = applied;
    this.image = applied.image();
  }

  /** The tree as it will be. */
  public TreeImage image() {
    return image;
  }

  /** What makes equal access control lists the same object, and what sessions own by now. */
  ZnodeTree applied() {
    return applied;
  }

  /** A transaction was planned. */
  void onPlanned(long zxid, TreeEdit.Done done) {
    forgetApplied();
    image = done.image();
    for (Change change : done.changes()) {
      if (change.kind() == Change.Kind.CREATED && change.node().isEphemeral()) {
        ephemeralsBySession
            .computeIfAbsent(change.node().ephemeralOwner(), id -> new ArrayDeque<>(2))
            .add(new Created(zxid, change.path()));
      }
    }
  }

  /**
   * A transaction is to be applied. What it created is remembered until it is found in the applied
   * tree: a client that is answered meanwhile may ask for more, which is planned at once.
   */
  public void onCommitted(PlannedTxn planned) {
    committed.add(planned);
    forgetApplied();
  }

  private void forgetApplied() {
    while (!committed.isEmpty() && committed.element().zxid() <= applied.lastZxid()) {
      forget(committed.remove());
    }
  }

  private void forget(PlannedTxn planned) {
    for (Change change : planned.done().changes()) {
      if (change.kind() == Change.Kind.CREATED && change.node().isEphemeral()) {
        long owner = change.node().ephemeralOwner();
        Deque<Created> created = ephemeralsBySession.get(owner);
        while (created != null && !created.isEmpty() && created.element().zxid <= planned.zxid()) {
          created.remove();
        }
        if (created != null && created.isEmpty()) {
          ephemeralsBySession.remove(owner);
        }
      }
    }
  }

  /** The ephemeral nodes that a session will own. */
  List<String> ephemeralsOf(long sessionId) {
    Ephemerals now = applied.ephemerals();
    Set<String> candidates = new LinkedHashSet<>(now.of(sessionId));
    for (Created created : ephemeralsBySession.getOrDefault(sessionId, new ArrayDeque<>())) {
      candidates.add(created.path);
    }
    List<String> paths = new ArrayList<>(candidates.size());
    for (String path : candidates) {
      Znode node = image.find(path);
      if (node != null && node.ephemeralOwner() == sessionId) {
        paths.add(path);
      }
    }
    return paths;
  }
}
