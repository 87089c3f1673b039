package io.castellan.server.zk.request;

/** How long requests took, in whole milliseconds. Owned by the ensemble lane. */
public final class Latency {
  private long count;
  private long totalMs;
  private long minMs = Long.MAX_VALUE;
  private long maxMs;

  void add(long ms) {
    count++;
    totalMs += ms;
    minMs = Math.min(minMs, ms);
    maxMs = Math.max(maxMs, ms);
  }

  /** Forget all of it. */
  public void reset() {
    count = 0;
    totalMs = 0;
    minMs = Long.MAX_VALUE;
    maxMs = 0;
  }

  /** Forget the longest. */
  public void resetMax() {
    maxMs = count == 0 ? 0 : minMs;
  }

  /** The shortest, 0 before the first. */
  public long minMs() {
    return count == 0 ? 0 : minMs;
  }

  /** The longest. */
  public long maxMs() {
    return maxMs;
  }

  /** How many there were. */
  public long count() {
    return count;
  }

  /** All together. */
  public long totalMs() {
    return totalMs;
  }

  /** The mean, 0 before the first. */
  public double averageMs() {
    return count == 0 ? 0 : (double) totalMs / count;
  }
}
