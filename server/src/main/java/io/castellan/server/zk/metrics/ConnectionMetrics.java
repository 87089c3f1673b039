package io.castellan.server.zk.metrics;

import io.castellan.server.metrics.MetricRegistry;
import io.castellan.server.metrics.SharedCounter;

/** What the event loops of client connections count. For any thread. */
public final class ConnectionMetrics {
  private final SharedCounter bytesReceived;
  private final SharedCounter bytesAnswered;
  private final SharedCounter eventBytes;
  private final SharedCounter rejected;
  private final SharedCounter sessionless;
  private final ResponseSizes responseSizes = new ResponseSizes();

  ConnectionMetrics(MetricRegistry registry) {
    bytesReceived = registry.sharedCounter("bytes_received_count");
    bytesAnswered = registry.sharedCounter("response_bytes");
    eventBytes = registry.sharedCounter("watch_bytes");
    rejected = registry.sharedCounter("connection_rejected");
    sessionless = registry.sharedCounter("sessionless_connections_expired");
    registry.gauge("last_client_response_size", responseSizes::last);
    registry.gauge("min_client_response_size", responseSizes::min);
    registry.gauge("max_client_response_size", responseSizes::max);
  }

  /** What one read of a socket brought, with the lengths before the frames. */
  public void onReceived(long bytes) {
    bytesReceived.add(bytes);
  }

  /**
   * Answers and events go out together.
   *
   * @param answers how many bytes of answers, with the lengths before them
   * @param events how many bytes of events
   */
  public void onSent(long answers, long events) {
    if (answers > 0) {
      bytesAnswered.add(answers);
    }
    if (events > 0) {
      eventBytes.add(events);
    }
  }

  /** A connection was closed because there were too many. */
  public void onRejected() {
    rejected.increment();
  }

  /** A connection was closed because it never asked for a session. */
  public void onSessionless() {
    sessionless.increment();
  }

  /** How long answers were. */
  public ResponseSizes responseSizes() {
    return responseSizes;
  }
}
