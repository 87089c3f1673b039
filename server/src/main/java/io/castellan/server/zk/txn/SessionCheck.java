package io.castellan.server.zk.txn;

import io.castellan.zk.protocol.KeeperError;

/** Tells whether a session may change something. */
@FunctionalInterface
public interface SessionCheck {
  /**
   * The state of a session.
   *
   * @return {@link KeeperError#OK}, {@link KeeperError#SESSION_EXPIRED} when it is unknown or about
   *     to end, or {@link KeeperError#SESSION_MOVED}
   */
  KeeperError check(long sessionId);
}
