package io.castellan.server.zk.request;

/** What one connection has done. Owned by the ensemble lane. */
public final class ConnectionStats {
  private long received;
  private long sent;
  private String lastOperation = "NA";
  private long establishedMs;
  private long lastXid = -1;
  private long lastZxid = -1;
  private long lastResponseMs;
  private long lastLatencyMs;
  private final Latency latency = new Latency();

  ConnectionStats(long establishedMs) {
    this.establishedMs = establishedMs;
  }

  void onReceived(int xid) {
    received++;
    if (xid >= 0) {
      lastXid = xid;
    }
  }

  void onPushed() {
    sent++;
  }

  void onReplied(String operation, long zxid, long nowMs, long latencyMs) {
    sent++;
    lastOperation = operation;
    lastZxid = zxid;
    lastResponseMs = nowMs;
    lastLatencyMs = latencyMs;
    latency.add(latencyMs);
  }

  /** Forget everything but when the connection was made. */
  public void reset() {
    received = 0;
    sent = 0;
    lastOperation = "NA";
    lastXid = -1;
    lastZxid = -1;
    lastResponseMs = 0;
    lastLatencyMs = 0;
    latency.reset();
  }

  /** How many requests came. */
  public long received() {
    return received;
  }

  /** How many replies and events went. */
  public long sent() {
    return sent;
  }

  /** The short name of the last operation that was answered. */
  public String lastOperation() {
    return lastOperation;
  }

  /** When the connection was made, by the wall clock. */
  public long establishedMs() {
    return establishedMs;
  }

  /** The last xid of the client; -1 for none. */
  public long lastXid() {
    return lastXid;
  }

  /** The zxid of the last reply; -1 for none. */
  public long lastZxid() {
    return lastZxid;
  }

  /** When the last reply went, by the monotonic clock. */
  public long lastResponseMs() {
    return lastResponseMs;
  }

  /** How long the last request took. */
  public long lastLatencyMs() {
    return lastLatencyMs;
  }

  /** How long requests took. */
  public Latency latency() {
    return latency;
  }
}
