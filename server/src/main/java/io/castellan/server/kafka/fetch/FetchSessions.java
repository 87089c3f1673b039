package io.castellan.server.kafka.fetch;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.Fetch;
import io.castellan.server.lane.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The fetch sessions of a broker (KIP-227), as many as {@code
 * max.incremental.fetch.session.cache.slots}. Any thread.
 *
 * <p>When all slots are taken, the session that was unused for the longest gives way if that is
 * over two minutes, or else the one worth least, if it is old enough not to be evicted and the
 * newcomer is worth more: followers before consumers, many partitions before few.
 */
public final class FetchSessions {
  /** The id of no session. */
  public static final int NO_SESSION = 0;

  /** A request that names all of its partitions and would like a session. */
  static final int FULL = 0;

  /** A request that names all of its partitions and wants no session. */
  static final int SESSIONLESS = -1;

  /** How old a session is before others may take its slot, and how long unused. */
  static final long EVICTABLE_MS = 120_000;

  /**
   * How many partitions all sessions may have together: they are what a session costs, some 200
   * bytes each.
   */
  private static final int MAX_PARTITIONS = 1 << 20;

  private static final int CONSUMER = -1;

  private final int slots;
  private final Clock clock;
  private final ConcurrentHashMap<Integer, FetchSession> sessions = new ConcurrentHashMap<>();
  private final AtomicBoolean making = new AtomicBoolean();

  /**
   * @param slots how many sessions there may be
   * @param clock for their age
   */
  public FetchSessions(int slots, Clock clock) {
    this.slots = slots;
    this.clock = clock;
  }

  /**
   * What a request is about.
   *
   * @param byId whether its version names topics by id
   */
  public FetchScope open(Fetch.Request request, boolean byId) {
    if (request.sessionEpoch() == FULL || request.sessionEpoch() == SESSIONLESS) {
      if (request.sessionId() != NO_SESSION) {
        sessions.remove(request.sessionId());
      }
      return new FetchScope(
          this, ErrorCode.NONE, null, request, byId, targets(request), request.sessionEpoch());
    }
    FetchSession session = sessions.get(request.sessionId());
    if (session == null) {
      return failed(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, request);
    }
    if (!session.claim()) {
      return failed(ErrorCode.INVALID_FETCH_SESSION_EPOCH, request);
    }
    try {
      return resume(session, request, byId);
    } finally {
      session.unclaim();
    }
  }

  private FetchScope resume(FetchSession session, Fetch.Request request, boolean byId) {
    if (session.epoch() != request.sessionEpoch()) {
      return failed(ErrorCode.INVALID_FETCH_SESSION_EPOCH, request);
    }
    if (session.byId() != byId) {
      return failed(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR, request);
    }
    int before = session.size();
    session.update(request);
    if (session.size() > before && partitionCount() > MAX_PARTITIONS) {
      sessions.remove(session.id(), session);
      return failed(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, request);
    }
    if (session.size() == 0) {
      sessions.remove(session.id(), session);
      return new FetchScope(
          this, ErrorCode.NONE, null, request, byId, targets(request), SESSIONLESS);
    }
    session.advance(clock.monotonicMs());
    return new FetchScope(
        this, ErrorCode.NONE, session, request, byId, session.targets(), session.epoch());
  }

  private FetchScope failed(ErrorCode error, Fetch.Request request) {
    return new FetchScope(this, error, null, request, false, List.of(), SESSIONLESS);
  }

  private static List<FetchTarget> targets(Fetch.Request request) {
    List<FetchTarget> targets = new ArrayList<>();
    for (Fetch.Request.Topic topic : request.topics()) {
      for (Fetch.Request.Partition wanted : topic.partitions()) {
        targets.add(new FetchTarget(topic.topic(), topic.topicId(), wanted));
      }
    }
    return targets;
  }

  static boolean isFollower(Fetch.Request request) {
    return request.replicaId() > CONSUMER || request.replicaState().replicaId() > CONSUMER;
  }

  /**
   * A new session, if there is room for it.
   *
   * @return its id, or {@link #NO_SESSION}
   */
  int create(Fetch.Request request, boolean byId, List<FetchTarget> targets) {
    if (slots == 0 || targets.isEmpty() || !making.compareAndSet(false, true)) {
      return NO_SESSION; // somebody else is at it: the client tries again with its next request
    }
    try {
      long nowMs = clock.monotonicMs();
      boolean follower = isFollower(request);
      int id = freeId();
      if (!hasRoom(follower, targets.size(), id, nowMs)) {
        return NO_SESSION;
      }
      sessions.put(id, new FetchSession(id, follower, byId, targets, nowMs));
      return id;
    } finally {
      making.set(false);
    }
  }

  private int freeId() {
    int id;
    do {
      id = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    } while (sessions.containsKey(id));
    return id;
  }

  private boolean hasRoom(boolean follower, int size, int id, long nowMs) {
    if (partitionCount() + size > MAX_PARTITIONS) {
      return false;
    }
    if (sessions.size() < slots) {
      return true;
    }
    FetchSession victim = victim(follower, size, id, nowMs);
    return victim != null && sessions.remove(victim.id(), victim);
  }

  private @Nullable FetchSession victim(boolean follower, int size, int id, long nowMs) {
    FetchSession oldest = null;
    FetchSession cheapest = null;
    for (FetchSession session : sessions.values()) {
      if (oldest == null || session.usedMs() < oldest.usedMs()) {
        oldest = session;
      }
      boolean evictable =
          nowMs - session.createdMs() > EVICTABLE_MS || (follower && !session.isFollower());
      if (evictable && (cheapest == null || compare(session, cheapest) < 0)) {
        cheapest = session;
      }
    }
    if (oldest != null && nowMs - oldest.usedMs() > EVICTABLE_MS) {
      return oldest;
    }
    boolean newcomerIsWorthMore =
        cheapest != null
            && compare(follower, size, id, cheapest.isFollower(), cheapest.size(), cheapest.id())
                >= 0;
    return newcomerIsWorthMore ? cheapest : null;
  }

  private static int compare(FetchSession a, FetchSession b) {
    return compare(a.isFollower(), a.size(), a.id(), b.isFollower(), b.size(), b.id());
  }

  private static int compare(
      boolean followerA, int sizeA, int idA, boolean followerB, int sizeB, int idB) {
    if (followerA != followerB) {
      return followerA ? 1 : -1;
    }
    return sizeA != sizeB ? Integer.compare(sizeA, sizeB) : Integer.compare(idA, idB);
  }

  /** How many sessions there are. */
  public int count() {
    return sessions.size();
  }

  /** How many partitions they have together. */
  public int partitionCount() {
    int count = 0;
    for (FetchSession session : sessions.values()) {
      count += session.size();
    }
    return count;
  }
}
