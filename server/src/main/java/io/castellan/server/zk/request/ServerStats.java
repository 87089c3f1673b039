package io.castellan.server.zk.request;

/** What this server has done for all its clients. Owned by the ensemble lane. */
public final class ServerStats {
  private long received;
  private long sent;
  private final Latency latency = new Latency();

  void onReceived() {
    received++;
  }

  void onPushed() {
    sent++;
  }

  void onReplied(long latencyMs) {
    sent++;
    latency.add(latencyMs);
  }

  /** Start anew. */
  public void reset() {
    received = 0;
    sent = 0;
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

  /** How long requests took. */
  public Latency latency() {
    return latency;
  }
}
