package io.castellan.server.zk.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows which sessions are alive and when each expires. Owned by the ensemble lane of the server
 * that leads.
 *
 * <p>Deadlines are rounded up to the next multiple of the tick, and sessions of one deadline expire
 * together. So most requests do not move their session at all, and a session lives up to a tick
 * longer than it asked for, as on a stock server.
 */
public final class SessionTracker {
  private final int tickMs;
  private final Map<Long, Session> sessions = new HashMap<>();
  private final NavigableMap<Long, Set<Session>> byDeadline = new TreeMap<>();
  private final List<Session> heard = new ArrayList<>();
  private boolean collecting;

  /**
   * @param tickMs what deadlines are rounded up to, in milliseconds
   */
  public SessionTracker(int tickMs) {
    this.tickMs = tickMs;
  }

  /** Start to track a session, with its full timeout before it. */
  public Session add(long id, int timeoutMs, long nowMs) {
    Session known = sessions.get(id);
    if (known != null) {
      return known;
    }
    Session session = new Session(id, timeoutMs);
    sessions.put(id, session);
    enter(session, deadline(session, nowMs));
    return session;
  }

  /**
   * Track these sessions and no others, each with its full timeout before it, none of them closing:
   * what another leader had decided and not committed is undone.
   *
   * @param timeoutsMs the timeouts in milliseconds, by the sessions' numbers
   */
  public void restart(Map<Long, Integer> timeoutsMs, long nowMs) {
    sessions.clear();
    byDeadline.clear();
    heard.clear();
    timeoutsMs.forEach((id, timeoutMs) -> add(id, timeoutMs, nowMs));
  }

  /** The session of this number, or null. */
  public @Nullable Session find(long id) {
    return sessions.get(id);
  }

  /** A sign of life. */
  public void touch(Session session, long nowMs) {
    if (collecting && !session.heard) {
      session.heard = true;
      heard.add(session);
    }
    long deadlineMs = deadline(session, nowMs);
    if (deadlineMs > session.deadlineMs && !session.closing) {
      leave(session);
      enter(session, deadlineMs);
    }
  }

  /**
   * Whether signs of life are to be told to another server, the leader, which alone lets sessions
   * expire.
   */
  public void collect(boolean collect) {
    takeHeard();
    collecting = collect;
  }

  /** The sessions that gave a sign of life since the last call, and their timeouts. */
  public Map<Long, Integer> takeHeard() {
    Map<Long, Integer> taken = new HashMap<>();
    for (Session session : heard) {
      session.heard = false;
      taken.put(session.id(), session.timeoutMs());
    }
    heard.clear();
    return taken;
  }

  /** A connection took the session up, and negotiated a timeout anew. */
  public void retime(Session session, int timeoutMs, long nowMs) {
    session.timeoutMs = timeoutMs;
    touch(session, nowMs);
  }

  /**
   * Give every session that much longer, rounded up to the tick.
   *
   * @param byMs milliseconds
   */
  public void postpone(long byMs) {
    long shiftMs = (byMs + tickMs - 1) / tickMs * tickMs;
    List<Set<Session>> buckets = new ArrayList<>(byDeadline.values());
    byDeadline.clear();
    for (Set<Session> bucket : buckets) {
      for (Session session : bucket) {
        enter(session, session.deadlineMs + shiftMs);
      }
    }
  }

  /** The end of a session is decided; it will not expire any more. */
  public void setClosing(Session session) {
    if (!session.closing) {
      session.closing = true;
      leave(session);
    }
  }

  /** The session has ended. */
  public void remove(long id) {
    Session session = sessions.remove(id);
    if (session != null) {
      setClosing(session);
    }
  }

  /** The sessions whose time is over. They stay until they are set closing. */
  public List<Session> expired(long nowMs) {
    List<Session> expired = new ArrayList<>();
    byDeadline.headMap(nowMs, true).values().forEach(expired::addAll);
    return expired;
  }

  /** When the next session may expire, or {@link Long#MAX_VALUE}. */
  public long nextDeadlineMs() {
    return byDeadline.isEmpty() ? Long.MAX_VALUE : byDeadline.firstKey();
  }

  /** What deadlines are rounded up to, in milliseconds. */
  public int tickMs() {
    return tickMs;
  }

  /** How many sessions there are. */
  public int count() {
    return sessions.size();
  }

  /** The sessions that may expire, by deadline in milliseconds of the monotonic clock. */
  public NavigableMap<Long, Set<Session>> byDeadline() {
    return Collections.unmodifiableNavigableMap(byDeadline);
  }

  private long deadline(Session session, long nowMs) {
    return ((nowMs + session.timeoutMs()) / tickMs + 1) * tickMs;
  }

  private void enter(Session session, long deadlineMs) {
    session.deadlineMs = deadlineMs;
    byDeadline.computeIfAbsent(deadlineMs, at -> new LinkedHashSet<>()).add(session);
  }

  private void leave(Session session) {
    Set<Session> together = byDeadline.get(session.deadlineMs);
    if (together != null && together.remove(session) && together.isEmpty()) {
      byDeadline.remove(session.deadlineMs);
    }
  }
}
