package io.castellan.server.zk.ensemble;

import io.castellan.zk.protocol.KeeperError;

/** Which sessions are alive, as the server that leads knows it. Owned by the ensemble lane. */
public interface LiveSessions {
  /** Whether a session may change something: OK or SESSION_EXPIRED. */
  KeeperError check(long sessionId);

  /**
   * A sign of life.
   *
   * @return whether the session is alive
   */
  boolean touch(long sessionId, int timeoutMs);

  /** The end of a session is decided. */
  void setClosing(long sessionId);
}
