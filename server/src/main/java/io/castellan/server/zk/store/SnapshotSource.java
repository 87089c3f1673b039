package io.castellan.server.zk.store;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.StatPersisted;
import io.castellan.zk.protocol.txn.TxnDigest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server's state at one moment, to be written as a snapshot: immutable, and read from another
 * thread than its owner's.
 */
public interface SnapshotSource {
  /** Returns the last transaction that has been applied. */
  long zxid();

  /** Returns the open sessions and their timeouts in milliseconds. */
  Map<Long, Integer> sessions();

  /** Shows every node, parents before their children, the same ones at every call. */
  void forEachNode(Visitor visitor);

  /** Shows the access control list of every node. */
  default void forEachAcl(Consumer<List<Acl>> visitor) {
    forEachNode((path, data, acl, stat) -> visitor.accept(acl));
  }

  /** Returns the digest of the tree, or null when none is kept. */
  @Nullable TxnDigest digest();

  /** Sees the nodes. */
  @FunctionalInterface
  interface Visitor {
    /** A node; the root's path is {@code /} or empty. */
    void node(String path, byte @Nullable [] data, List<Acl> acl, StatPersisted stat);
  }
}
