package io.castellan.server.zk.request;

import io.castellan.server.config.ZooThrottle;
import io.castellan.server.zk.metrics.ThrottleMetrics;
import io.castellan.server.zk.txn.WriteRequest.NoBody;
import io.castellan.zk.protocol.OpCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Lets only so many requests be under way; the others wait in the order in which they came, so that
 * each connection keeps its own. Owned by the ensemble lane.
 *
 * <p>One that nobody waits for any more is dropped when its turn comes, and one that has waited for
 * too long is answered with an error (ZOOKEEPER-3243).
 */
final class RequestThrottle {
  private final ZooThrottle.Requests settings;
  private final ThrottleMetrics metrics;
  private final Deque<Held> held = new ArrayDeque<>();
  private int underWay;
  private boolean releasing;

  private record Held(Client client, ClientRequest request, long sinceNanos) {
    long waitedMs(long nowNanos) {
      return TimeUnit.NANOSECONDS.toMillis(nowNanos - sinceNanos);
    }
  }

  RequestThrottle(ZooThrottle.Requests settings, ThrottleMetrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
  }

  /** A request wants to begin. */
  void onRequest(Client client, ClientRequest request, long nowNanos) {
    if (settings.maxUnderWay() <= 0) {
      client.dispatch(request);
      return;
    }
    if (underWay >= settings.maxUnderWay()) {
      metrics.onWait();
    }
    held.add(new Held(client, request, nowNanos));
    release(nowNanos);
  }

  /** One begins that does not wait for others. */
  void onUrgent() {
    underWay++;
  }

  /** One that had begun is answered, or will never be. */
  void onFinished(long nowNanos) {
    if (settings.maxUnderWay() > 0) {
      underWay--;
      release(nowNanos);
    }
  }

  /** A read is answered while it is dispatched, and calls back here: the loop is entered once. */
  private void release(long nowNanos) {
    if (releasing) {
      return;
    }
    releasing = true;
    while (!held.isEmpty()) {
      Held next = held.element();
      boolean late = settings.checksLatency() && isLate(next, nowNanos);
      boolean stale = late || (settings.checksConnection() && next.client.isGone());
      if (next.client.isGivenUp() || (settings.dropsStale() && stale)) {
        held.remove();
        metrics.onStale(true);
        next.client.abandon(next.request);
        if (late) {
          next.client.giveUp();
        }
      } else if (underWay < settings.maxUnderWay()) {
        held.remove();
        underWay++;
        if (stale) {
          metrics.onStale(false);
        }
        metrics.onBegin(next.waitedMs(nowNanos));
        next.client.dispatch(refusedIfOverdue(next, nowNanos));
      } else {
        break;
      }
    }
    releasing = false;
  }

  private static boolean isLate(Held held, long nowNanos) {
    var session = held.client.session();
    return session != null && held.waitedMs(nowNanos) > session.timeoutMs();
  }

  private ClientRequest refusedIfOverdue(Held held, long nowNanos) {
    ClientRequest request = held.request;
    boolean overdue =
        settings.maxWaitMs() > 0
            && held.waitedMs(nowNanos) > settings.maxWaitMs()
            && request.op() != OpCode.PING
            && request.op() != OpCode.CLOSE_SESSION
            && !(request.handler() instanceof Refusal); // which may end the connection
    if (overdue) {
      metrics.onOverdue();
    }
    return overdue
        ? new ClientRequest(
            request.xid(),
            request.op(),
            Refusal.THROTTLED,
            NoBody.INSTANCE,
            request.reply(),
            request.bytes(),
            request.arrivedNanos())
        : request;
  }
}
