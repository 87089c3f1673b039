package io.castellan.server.zk.peer;

import io.castellan.server.zk.tree.Change;
import java.util.List;

/** Hears of the ends of sessions. On the ensemble lane. */
@FunctionalInterface
public interface SessionEnd {
  /**
   * A session has ended.
   *
   * @param changes what went with it, its ephemeral nodes
   */
  void onSessionClosed(long sessionId, List<Change> changes);
}
