package io.castellan.server.zk;

import io.castellan.server.net.ReplyQueue;
import io.castellan.server.zk.request.Outstanding;
import io.netty.channel.EventLoop;
import org.jctools.queues.MpscUnboundedArrayQueue;

/**
 * Stops reading from connections while the server has more unanswered requests, or bytes of them,
 * than it may have in all, and lets them go on when it has caught up.
 */
final class FlowControl {
  /** What unanswered requests may hold in memory; a request alone may be longer. */
  private static final long MAX_BYTES = 64L * 1024 * 1024;

  private static final int CHUNK = 64;

  private final Outstanding outstanding;
  private final int maxCount;
  private final MpscUnboundedArrayQueue<Paused> paused = new MpscUnboundedArrayQueue<>(CHUNK);

  private record Paused(ReplyQueue queue, EventLoop loop) {}

  /**
   * @param maxCount {@code zookeeper.globalOutstandingLimit}
   */
  FlowControl(Outstanding outstanding, int maxCount) {
    this.outstanding = outstanding;
    this.maxCount = maxCount;
  }

  /**
   * A connection has sent requests that are on their way to the lane. On its event loop.
   *
   * @return whether it was paused
   */
  boolean onAdmitted(ReplyQueue queue, EventLoop loop, int count, long bytes) {
    outstanding.onAdmitted(count, bytes);
    if (!isOver()) {
      return false;
    }
    queue.pause(true);
    paused.add(new Paused(queue, loop));
    return true;
  }

  /** The ensemble lane has answered what it could. */
  void onDrained() {
    while (!paused.isEmpty() && !isOver()) {
      Paused next = paused.poll();
      if (next != null && !next.loop.isShuttingDown()) {
        next.loop.execute(() -> next.queue.pause(false));
      }
    }
  }

  private boolean isOver() {
    return outstanding.count() > maxCount || outstanding.bytes() > MAX_BYTES;
  }
}
