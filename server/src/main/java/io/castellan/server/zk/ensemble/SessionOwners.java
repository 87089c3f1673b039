package io.castellan.server.zk.ensemble;

import io.castellan.zk.protocol.KeeperError;
import java.util.HashMap;
import java.util.Map;

/**
 * Through which server each session's client is connected, as far as the leader knows.
 *
 * <p>Why: a client writes through server 1, hears no answer, goes to server 2 with its session, and
 * writes anew. Were the first write still on its way it would come after the second; so what comes
 * from a server that the session has left is refused.
 */
final class SessionOwners {
  /** The connection of the leader's own clients. */
  static final long LOCAL = 0;

  private final LiveSessions sessions;
  private final Map<Long, Long> owners = new HashMap<>();
  private long asking = LOCAL;

  SessionOwners(LiveSessions sessions) {
    this.sessions = sessions;
  }

  /** What is planned from now on was asked for over this connection. */
  void asking(long connection) {
    asking = connection;
  }

  /** A session's client is there now. */
  void set(long sessionId, long connection) {
    owners.put(sessionId, connection);
  }

  /** The session has ended. */
  void remove(long sessionId) {
    owners.remove(sessionId);
  }

  /** For the planner: whether a session may change something, from where it is asked now. */
  KeeperError check(long sessionId) {
    KeeperError alive = sessions.check(sessionId);
    if (alive != KeeperError.OK) {
      return alive;
    }
    Long owner = owners.putIfAbsent(sessionId, asking);
    return owner == null || owner == asking ? KeeperError.OK : KeeperError.SESSION_MOVED;
  }
}
