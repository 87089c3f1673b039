package io.castellan.server.zk.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which ephemeral nodes each session owns, in the applied tree. Owned by the ensemble lane. */
public final class Ephemerals {
  private final Map<Long, Set<String>> pathsBySession = new HashMap<>();
  private int count;

  void add(long sessionId, String path) {
    if (pathsBySession.computeIfAbsent(sessionId, id -> new HashSet<>(2)).add(path)) {
      count++;
    }
  }

  void remove(long sessionId, String path) {
    Set<String> paths = pathsBySession.get(sessionId);
    if (paths != null && paths.remove(path)) {
      count--;
      if (paths.isEmpty()) {
        pathsBySession.remove(sessionId);
      }
    }
  }

  void clear() {
    pathsBySession.clear();
    count = 0;
  }

  /** The paths that a session owns, in no order. */
  public List<String> of(long sessionId) {
    Set<String> paths = pathsBySession.get(sessionId);
    return paths == null ? List.of() : new ArrayList<>(paths);
  }

  /** All sessions that own something, with what they own. */
  public Map<Long, Set<String>> bySession() {
    return Collections.unmodifiableMap(pathsBySession);
  }

  /** How many ephemeral nodes there are. */
  public int count() {
    return count;
  }
}
