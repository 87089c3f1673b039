package io.castellan.server.zk.tree;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The paths that one watcher watches, with the modes of each: the half of the watch table that
 * belongs to the watcher. Owned by the ensemble lane.
 */
public final class WatchedPaths {
  private final Map<String, Integer> data = new HashMap<>(2);
  private final Map<String, Integer> child = new HashMap<>(2);

  /** The paths with a data watch. */
  public Set<String> dataPaths() {
    return data.keySet();
  }

  boolean isEmpty() {
    return data.isEmpty() && child.isEmpty();
  }

  Map<String, Integer> of(boolean childTable) {
    return childTable ? child : data;
  }
}
