package io.castellan.server.zk.tree;

import io.castellan.zk.protocol.data.Acl;
import java.util.List;

/** Whoever leaves watches: one connection. Owned by the ensemble lane, like its table. */
public interface Watcher {
  /**
   * Something that was watched has happened.
   *
   * @param acl of the node that the event speaks of: who may not read it is not told
   *     (ZOOKEEPER-4799), although the watch is used up
   */
  void onEvent(WatchEvent event, List<Acl> acl);

  /** What this watcher watches; kept by the table. */
  WatchedPaths watched();
}
