package io.castellan.server.zk.metrics;

import static io.castellan.server.metrics.Summary.Detail.ADVANCED;
import static io.castellan.server.metrics.Summary.Detail.BASIC;

import io.castellan.server.metrics.Counter;
import io.castellan.server.metrics.MetricRegistry;
import io.castellan.server.metrics.Summary;

/** What is counted of clients that are kept waiting or turned away. Owned by the ensemble lane. */
public final class ThrottleMetrics {
  private final Summary tokensGone;
  private final Counter waits;
  private final Summary waitMs;
  private final Counter stale;
  private final Counter staleDropped;
  private final Counter staleReplies;
  private final Counter overdue;

  ThrottleMetrics(MetricRegistry registry) {
    tokensGone = registry.summary("connection_token_deficit", BASIC);
    waits = registry.counter("request_throttle_wait_count");
    waitMs = registry.summary("request_throttle_queue_time_ms", ADVANCED);
    stale = registry.counter("stale_requests");
    staleDropped = registry.counter("stale_requests_dropped");
    staleReplies = registry.counter("stale_replies");
    overdue = registry.counter("throttled_ops");
  }

  /** A connection asks for a session while so many tokens are gone. */
  public void onConnect(int tokens) {
    tokensGone.add(tokens);
  }

  /** A request must wait for others. */
  public void onWait() {
    waits.increment();
  }

  /** A request that may have waited begins. */
  public void onBegin(long waitedMs) {
    waitMs.add(waitedMs);
  }

  /** The turn has come of a request that nobody waits for any more. */
  public void onStale(boolean dropped) {
    stale.increment();
    if (dropped) {
      staleDropped.increment();
    }
  }

  /** An answer was ready that nobody waits for any more. */
  public void onStaleReply() {
    staleReplies.increment();
  }

  /** A request has waited for so long that it is answered with an error. */
  public void onOverdue() {
    overdue.increment();
  }
}
