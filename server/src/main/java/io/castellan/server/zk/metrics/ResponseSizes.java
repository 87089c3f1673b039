package io.castellan.server.zk.metrics;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long the answers to clients are, in bytes. For any thread: event loops tell of what they
 * flush together, at once.
 */
public final class ResponseSizes {
  private static final int NONE = -1;

  private final AtomicInteger last = new AtomicInteger(NONE);
  private final AtomicInteger min = new AtomicInteger(NONE);
  private final AtomicInteger max = new AtomicInteger(NONE);

  /** Answers were sent, of which these were the last, the shortest and the longest. */
  public void add(int lastBytes, int minBytes, int maxBytes) {
    last.setOpaque(lastBytes);
    int shortest = min.getOpaque();
    if (shortest == NONE || minBytes < shortest) {
      min.accumulateAndGet(minBytes, (now, more) -> now == NONE ? more : Math.min(now, more));
    }
    if (maxBytes > max.getOpaque()) {
      max.accumulateAndGet(maxBytes, Math::max);
    }
  }

  /** The last answer's length; -1 for none. */
  public int last() {
    return last.getOpaque();
  }

  /** The shortest answer's length; -1 for none. */
  public int min() {
    return min.getOpaque();
  }

  /** The longest answer's length; -1 for none. */
  public int max() {
    return max.getOpaque();
  }

  /** Start anew. */
  public void reset() {
    last.set(NONE);
    min.set(NONE);
    max.set(NONE);
  }
}
