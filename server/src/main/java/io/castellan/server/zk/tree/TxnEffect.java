package io.castellan.server.zk.tree;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.txn.CheckVersionTxn;
import io.castellan.zk.protocol.txn.CloseSessionTxn;
import io.castellan.zk.protocol.txn.CreateContainerTxn;
import io.castellan.zk.protocol.txn.CreateSessionTxn;
import io.castellan.zk.protocol.txn.CreateTtlTxn;
import io.castellan.zk.protocol.txn.CreateTxn;
import io.castellan.zk.protocol.txn.DeleteTxn;
import io.castellan.zk.protocol.txn.ErrorTxn;
import io.castellan.zk.protocol.txn.MultiTxn;
import io.castellan.zk.protocol.txn.SetAclTxn;
import io.castellan.zk.protocol.txn.SetDataTxn;
import io.castellan.zk.protocol.txn.Txn;
import io.castellan.zk.protocol.txn.TxnHeader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction does to the tree: the same on the server that planned it, on those that follow
 * it, and when the log is replayed.
 */
public final class TxnEffect {
  private TxnEffect() {}

  /**
   * Apply a transaction.
   *
   * @param edit the tree
   * @param ephemerals what sessions own in the applied tree
   */
  public static void apply(
      TreeEdit edit, TxnHeader header, Txn txn, AclTable acls, Ephemerals ephemerals) {
    if (txn instanceof MultiTxn multi) {
      // One error among the parts stands for all: the multi has failed, nothing of it happens.
      if (multi.parts().stream().noneMatch(part -> part.txn() instanceof ErrorTxn)) {
        for (MultiTxn.Part part : multi.parts()) {
          apply(edit, header, part.txn(), acls, ephemerals);
        }
      }
    } else if (txn instanceof CreateTxn create) {
      long owner = create.ephemeral() ? header.sessionId() : 0;
      create(
          edit,
          header,
          create.path(),
          create.data(),
          create.acl(),
          owner,
          create.parentCversion(),
          acls);
    } else if (txn instanceof CreateContainerTxn create) {
      create(
          edit,
          header,
          create.path(),
          create.data(),
          create.acl(),
          NodeKind.CONTAINER_OWNER,
          create.parentCversion(),
          acls);
    } else if (txn instanceof CreateTtlTxn create) {
      create(
          edit,
          header,
          create.path(),
          create.data(),
          create.acl(),
          NodeKind.ttlOwner(create.ttlMs()),
          create.parentCversion(),
          acls);
    } else if (txn instanceof DeleteTxn delete) {
      edit.delete(delete.path(), header.zxid());
    } else if (txn instanceof SetDataTxn set) {
      edit.setData(set.path(), set.data(), set.version(), header.zxid(), header.timeMs());
    } else if (txn instanceof SetAclTxn set) {
      edit.setAcl(set.path(), acls.intern(set.acl()), set.version());
    } else if (txn instanceof CloseSessionTxn close) {
      closeSession(edit, header, close.pathsToDelete(), ephemerals);
    } else if (!(txn instanceof CheckVersionTxn
        || txn instanceof CreateSessionTxn
        || txn instanceof ErrorTxn)) {
      throw new IllegalStateException(
          "transaction: " + txn.getClass() + " (expected: a known one)");
    }
  }

  private static void create(
      TreeEdit edit,
      TxnHeader header,
      String path,
      byte @Nullable [] data,
      List<Acl> acl,
      long owner,
      int loggedParentCversion,
      AclTable acls) {
    int parentCversion = loggedParentCversion;
    if (parentCversion == CreateTxn.ONE_MORE) {
      Znode parent = edit.image().find(TreeImage.parentOf(path));
      parentCversion = parent == null ? 0 : parent.cversion() + 1;
    }
    edit.create(
        path, data, acls.intern(acl), owner, parentCversion, header.zxid(), header.timeMs());
  }

  /** ZOOKEEPER-3145: what the leader listed goes, and whatever else the session owns here. */
  private static void closeSession(
      TreeEdit edit, TxnHeader header, @Nullable List<String> listed, Ephemerals ephemerals) {
    Set<String> paths = new LinkedHashSet<>(listed == null ? List.of() : listed);
    paths.addAll(ephemerals.of(header.sessionId()));
    for (String path : paths) {
      Znode node = edit.image().find(path);
      if (node != null && node.ephemeralOwner() == header.sessionId()) {
        edit.delete(path, header.zxid());
      }
    }
  }
}
