package io.castellan.server.zk.tree;

import io.castellan.zk.protocol.data.Acl;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Makes equal access control lists the same object: a tree has millions of nodes and a handful of
 * lists. Owned by the ensemble lane.
 *
 * <p>A list goes when the last node and the last image that hold it are gone; no count can be
 * wrong. The numbers that stand for lists in a snapshot are given out while it is written.
 */
public final class AclTable {
  private final Map<List<Acl>, WeakReference<List<Acl>>> lists = new WeakHashMap<>();

  /** The list that stands for all lists equal to this one. */
  public List<Acl> intern(List<Acl> acl) {
    if (acl.isEmpty()) {
      return List.of();
    }
    if (acl.equals(Acl.OPEN)) {
      return Acl.OPEN;
    }
    WeakReference<List<Acl>> known = lists.get(acl);
    List<Acl> list = known == null ? null : known.get();
    if (list == null) {
      list = List.copyOf(acl);
      lists.put(list, new WeakReference<>(list));
    }
    return list;
  }
}
