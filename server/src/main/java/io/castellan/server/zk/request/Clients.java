package io.castellan.server.zk.request;

import io.castellan.server.zk.audit.AuditLog;
import io.castellan.server.zk.metrics.LaneMetrics;
import io.castellan.server.zk.metrics.ThrottleMetrics;
import io.castellan.server.zk.peer.Ensemble;
import io.castellan.server.zk.session.ConnectionThrottle;
import io.castellan.server.zk.session.Session;
import io.castellan.server.zk.session.SessionIds;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** All clients of this server, and what they share. Owned by the ensemble lane. */
public final class Clients {
  private final Ensemble ensemble;
  private final ClientSettings settings;
  private final SessionIds sessionIds;
  private final LaneMetrics metrics;
  private final Outstanding outstanding = new Outstanding();
  private final ServerStats stats = new ServerStats();
  private final ConnectionThrottle connectionThrottle;
  private final RequestThrottle requestThrottle;
  private final Set<Client> all = new LinkedHashSet<>();
  private final Map<Long, Client> bySession = new HashMap<>();
  private Attachments attachments = Attachments.UNHEARD;
  private @Nullable AuditLog audit;
  private long nowNanos;
  private boolean clockIsOld = true;

  /**
   * @param sessionIds numbers for new sessions
   */
  public Clients(Ensemble ensemble, ClientSettings settings, SessionIds sessionIds) {
    this.ensemble = ensemble;
    this.settings = settings;
    this.sessionIds = sessionIds;
    this.connectionThrottle =
        new ConnectionThrottle(
            settings.throttle().connections(),
            () -> ThreadLocalRandom.current().nextDouble(),
            ensemble.lane().clock().monotonicMs());
    this.requestThrottle =
        new RequestThrottle(settings.throttle().requests(), ensemble.throttleMetrics());
    this.metrics = ensemble.metrics();
    ensemble.lane().onDrained(this::onDrained);
  }

  private void onDrained() {
    outstanding.publish();
    if (!clockIsOld) {
      metrics.onDrained(ensemble.lane().clock().nanoTime() - nowNanos, ensemble.lane().depth());
    }
    clockIsOld = true;
  }

  /** The clock, read once for everything that runs in one drain. */
  long nowNanos() {
    if (clockIsOld) {
      nowNanos = ensemble.lane().clock().nanoTime();
      clockIsOld = false;
    }
    return nowNanos;
  }

  long nowMs() {
    return nowNanos() / 1_000_000;
  }

  /** A session has ended: its connection goes, unless it is about to be closed after an answer. */
  public void onSessionClosed(long sessionId) {
    Client client = bySession.remove(sessionId);
    if (client != null) {
      client.onSessionClosed();
    }
  }

  /** Have every change written down from now on. Before the first client comes. */
  public void audit(AuditLog log) {
    audit = log;
  }

  /** Where changes are written down; null where they are not. */
  @Nullable AuditLog audit() {
    return audit;
  }

  LaneMetrics metrics() {
    return metrics;
  }

  ThrottleMetrics throttleMetrics() {
    return ensemble.throttleMetrics();
  }

  /** What new sessions must pass. */
  public ConnectionThrottle connectionThrottle() {
    return connectionThrottle;
  }

  RequestThrottle requestThrottle() {
    return requestThrottle;
  }

  Ensemble ensemble() {
    return ensemble;
  }

  ClientSettings settings() {
    return settings;
  }

  /** One that no session has, not even one from before a restart with the wall clock set back. */
  long nextSessionId() {
    long id = sessionIds.next();
    while (ensemble.sessions().find(id) != null) {
      id = sessionIds.next();
    }
    return id;
  }

  /** What is not answered yet. */
  public Outstanding outstanding() {
    return outstanding;
  }

  /** What was done for all of them. */
  public ServerStats stats() {
    return stats;
  }

  /** All clients that have sent their first frame. */
  public Collection<Client> all() {
    return Collections.unmodifiableSet(all);
  }

  void add(Client client) {
    all.add(client);
  }

  void attach(Client client, Session session) {
    bySession.put(session.id(), client);
    attachments.onAttached(client, session);
  }

  /** Tells of every connection that holds a session, of those that do now too. */
  public void follow(Attachments listener) {
    attachments = listener;
    bySession.values().forEach(client -> tell(client, listener));
  }

  private static void tell(Client client, Attachments listener) {
    Session session = client.session();
    if (session != null) {
      listener.onAttached(client, session);
    }
  }

  void remove(Client client) {
    all.remove(client);
    Session session = client.session();
    if (session != null) {
      bySession.remove(session.id(), client);
      attachments.onDetached(client, session);
    }
  }

  /** Close every connection. */
  public void dropAll() {
    List.copyOf(all).forEach(Client::drop);
  }

  /** The client that holds a session, or null. */
  public @Nullable Client ofSession(long sessionId) {
    return bySession.get(sessionId);
  }
}
