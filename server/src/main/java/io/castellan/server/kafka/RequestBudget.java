package io.castellan.server.kafka;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many produce requests may wait to be written, over all connections, and how large they may be
 * together ({@code queued.max.requests}, {@code queued.max.request.bytes}). Any thread.
 *
 * <p>Stock bounds the queue before its request threads. Here there is none: what can pile up are
 * records on their way to a disk, so these are counted, until their bytes are let go of. When the
 * budget is spent, each connection that brings more is not read from until there is room: a request
 * that was read is served, and whoever only consumes, or follows, is not held up by those who
 * produce. So at most what one read brings stands beyond the budget for each connection.
 */
public final class RequestBudget {
  private final int maxRequests;
  private final long maxBytes;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /**
   * @param maxBytes 0 or less for no bound
   */
  public RequestBudget(int maxRequests, long maxBytes) {
    this.maxRequests = maxRequests;
    this.maxBytes = maxBytes <= 0 ? Long.MAX_VALUE : maxBytes;
  }

  /** A budget that is never spent. */
  public static RequestBudget unbounded() {
    return new RequestBudget(Integer.MAX_VALUE, 0);
  }

  /**
   * Count a request until {@link #release}.
   *
   * @return whether the budget is spent
   */
  boolean hold(int requestBytes) {
    requests.incrementAndGet();
    bytes.addAndGet(requestBytes);
    return isSpent();
  }

  /** The bytes of a counted request are let go of. */
  void release(int requestBytes) {
    requests.decrementAndGet();
    bytes.addAndGet(-requestBytes);
    if (!waiting.isEmpty()) {
      callThoseThatWait();
    }
  }

  /** Run a task, on any thread, when the budget is not spent any more; at once if it is not. */
  void whenThereIsRoom(Runnable task) {
    waiting.add(task);
    // The last request may have been released before we stood in the queue.
    callThoseThatWait();
  }

  private void callThoseThatWait() {
    Runnable next;
    while (!isSpent() && (next = waiting.poll()) != null) {
      next.run();
    }
  }

  private boolean isSpent() {
    return requests.get() >= maxRequests || bytes.get() >= maxBytes;
  }
}
