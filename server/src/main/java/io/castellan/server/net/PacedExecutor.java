package io.castellan.server.net;

import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.MpscUnboundedArrayQueue;

/**
 * Runs tasks on an event loop in order, a few at a time and behind whatever else the loop has been
 * given meanwhile: for work that comes in thousands of tasks at once, such as an event for every
 * connection, and may take a little longer so that others need not wait for all of it.
 *
 * <p>Tasks only gather until {@link #release}: a loop that were woken for the first would be done
 * with it before the second comes, and be woken as often as there are tasks. For any thread.
 */
public final class PacedExecutor implements Executor {
  /**
   * How many run as one task of the loop. A loop looks at the clock, and after some milliseconds at
   * its sockets, once in 64 tasks: a batch of 32 that each write to a socket made that 40 ms.
   */
  static final int BATCH = 2;

  private static final int CHUNK = 256;

  private final EventLoop loop;
  private final MpscUnboundedArrayQueue<Runnable> tasks = new MpscUnboundedArrayQueue<>(CHUNK);
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /** Paces what is run on {@code loop} through this executor. */
  public PacedExecutor(EventLoop loop) {
    this.loop = loop;
  }

  /** Run a task after the next {@link #release}, or before, if the loop is at it. */
  @Override
  public void execute(Runnable task) {
    tasks.offer(task);
  }

  /** Run what has gathered. Tasks for a loop that has ended are forgotten. */
  public void release() {
    if (!tasks.isEmpty() && scheduled.compareAndSet(false, true)) {
      try {
        loop.execute(this::runSome);
      } catch (RejectedExecutionException eventLoopEnded) {
        tasks.clear();
      }
    }
  }

  private void runSome() {
    for (int i = 0; i < BATCH; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        break;
      }
      task.run();
    }
    scheduled.set(false);
    release(); // what is left, and what has come meanwhile and found this scheduled still
  }
}
