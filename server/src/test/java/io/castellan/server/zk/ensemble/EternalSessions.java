package io.castellan.server.zk.ensemble;

import io.castellan.zk.protocol.KeeperError;

/** Sessions that are all alive. */
final class EternalSessions implements LiveSessions {
  @Override
  public KeeperError check(long sessionId) {
    return KeeperError.OK;
  }

  @Override
  public boolean touch(long sessionId, int timeoutMs) {
    return true;
  }

  @Override
  public void setClosing(long sessionId) {}
}
