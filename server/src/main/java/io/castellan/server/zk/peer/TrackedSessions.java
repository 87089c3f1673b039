package io.castellan.server.zk.peer;

import io.castellan.server.lane.Clock;
import io.castellan.server.zk.ensemble.LiveSessions;
import io.castellan.server.zk.session.Session;
import io.castellan.server.zk.session.SessionTracker;
import io.castellan.zk.protocol.KeeperError;

/** The sessions of a tracker, for the role that asks. Owned by the ensemble lane. */
public record TrackedSessions(SessionTracker tracker, Clock clock) implements LiveSessions {
  @Override
  public KeeperError check(long sessionId) {
    return Ensemble.check(tracker, sessionId);
  }

  @Override
  public boolean touch(long sessionId, int timeoutMs) {
    Session session = tracker.find(sessionId);
    if (session == null || session.isClosing()) {
      return false;
    }
    tracker.retime(session, timeoutMs, clock.monotonicMs());
    return true;
  }

  @Override
  public void setClosing(long sessionId) {
    Session session = tracker.find(sessionId);
    if (session != null) {
      tracker.setClosing(session);
    }
  }
}
