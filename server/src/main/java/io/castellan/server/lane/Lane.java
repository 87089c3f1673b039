package io.castellan.server.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread with one queue, which owns mutable objects.
 *
 * <p>Tasks run one at a time in the order in which each submitter put them in. After the lane has
 * taken what was queued (at most {@link #MAX_BATCH} tasks, so that hooks are never starved) it runs
 * its drained hooks, in the order in which they were registered; a hook may queue more tasks.
 *
 * <p>A task or hook that throws has broken an invariant: the lane stops at once, so that nothing
 * builds on state that may be wrong, and tells its failure handler, which in production ends the
 * process. What was acknowledged is on disk.
 *
 * <p>A lane that is never started can be driven by hand with {@link #runOnce}: tests and
 * simulations run the very same objects on their own thread.
 */
public final class Lane implements Executor, AutoCloseable {
  /** How many tasks run between two rounds of drained hooks. */
  public static final int MAX_BATCH = 1024;

  private static final Logger log = LoggerFactory.getLogger(Lane.class);
  private static final int CHUNK = 1024;

  private final String name;
  private final int capacity;
  private final Clock clock;
  private final BiConsumer<Lane, Throwable> onFailure;
  private final MpscUnboundedArrayQueue<Runnable> queue = new MpscUnboundedArrayQueue<>(CHUNK);
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final List<Runnable> drainedHooks = new ArrayList<>();
  private final LongAdder refused = new LongAdder();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private volatile @Nullable Thread owner;
  private volatile boolean waiting;
  private volatile boolean closing;
  private long timerSequence;

  /**
   * @param name the thread's name
   * @param capacity how many queued tasks {@link #tryExecute} lets stand before it refuses
   * @param clock for timers
   * @param onFailure told, on the lane, of the throwable that ended it
   */
  public Lane(String name, int capacity, Clock clock, BiConsumer<Lane, Throwable> onFailure) {
    this.name = name;
    this.capacity = capacity;
    this.clock = clock;
    this.onFailure = onFailure;
  }

  /** Start the lane's own thread. */
  public void start() {
    Thread thread = new Thread(this::run, name);
    owner = thread;
    thread.start();
  }

  /**
   * Run a task on the lane unless its queue is full: for new work, at the edge.
   *
   * @return false when refused; the refusal is counted, and the caller stops reading from whoever
   *     sent the work
   */
  public boolean tryExecute(Runnable task) {
    if (closing || queue.size() >= capacity) {
      refused.increment();
      return false;
    }
    execute(task);
    return true;
  }

  /** Run a task on the lane: for the rest of work that was admitted already. Never refused. */
  @Override
  public void execute(Runnable task) {
    queue.offer(task);
    if (waiting) {
      LockSupport.unpark(owner);
    }
  }

  /**
   * Run a task after a delay. On the lane only.
   *
   * @param delayMs milliseconds from now; 0 or less is as soon as possible
   */
  public Timer schedule(long delayMs, Runnable task) {
    assertOwner();
    long deadline = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, delayMs));
    Timer timer = new Timer(deadline, timerSequence++, task);
    timers.add(timer);
    return timer;
  }

  /**
   * Run a hook after every drain that ran at least one task or timer. Before {@link #start} or on
   * the lane.
   */
  public void onDrained(Runnable hook) {
    drainedHooks.add(hook);
  }

  /** Whether the calling thread is this lane's. */
  public boolean isOwner() {
    return Thread.currentThread() == owner;
  }

  /**
   * Fails unless the calling thread is this lane's (or the lane was never started and nobody
   * claimed it).
   */
  public void assertOwner() {
    Thread current = owner;
    if (current != null && current != Thread.currentThread()) {
      throw new IllegalStateException(
          "lane: "
              + name
              + " (expected: its own thread, found: "
              + Thread.currentThread().getName()
              + ")");
    }
  }

  /** The lane's clock. */
  public Clock clock() {
    return clock;
  }

  /** The lane's name. */
  public String name() {
    return name;
  }

  /** How many tasks stand in the queue now. */
  public int depth() {
    return queue.size();
  }

  /** How many tasks were refused because the queue was full. */
  public long refusedCount() {
    return refused.sum();
  }

  /**
   * Run what is queued and due, then the drained hooks, on the calling thread: for lanes that were
   * not started.
   *
   * @return how many tasks and timers ran
   */
  public int runOnce() {
    int ran = runDueTimers();
    Runnable task;
    while (ran < MAX_BATCH && (task = queue.relaxedPoll()) != null) {
      task.run();
      ran++;
    }
    if (ran > 0) {
      for (int i = 0; i < drainedHooks.size(); i++) {
        drainedHooks.get(i).run();
      }
    }
    return ran;
  }

  /** Refuse new work, run what is queued, and wait for the thread to end, at most ten seconds. */
  @Override
  public void close() {
    closing = true;
    Thread thread = owner;
    if (thread == null || thread == Thread.currentThread()) {
      return;
    }
    LockSupport.unpark(thread);
    try {
      if (!stopped.await(10, TimeUnit.SECONDS)) {
        log.warn("lane did not stop within 10 s lane={} depth={}", name, depth());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Whether nothing runs on the lane any more, so that what it owned may be touched by another
   * thread. True of a lane that was never started.
   */
  public boolean hasEnded() {
    return owner == null || stopped.getCount() == 0;
  }

  private void run() {
    try {
      while (true) {
        if (runOnce() > 0) {
          continue;
        }
        if (closing && queue.isEmpty()) {
          return;
        }
        waitForWork();
      }
    } catch (Throwable broken) {
      closing = true;
      log.error("lane failed and stopped lane={}", name, broken);
      onFailure.accept(this, broken);
    } finally {
      stopped.countDown();
    }
  }

  /**
   * Park until there is something to do. The flag goes up before the queue is looked at again: a
   * producer that offers after that look sees the flag and unparks us; one that offered before it
   * is found by the look.
   */
  private void waitForWork() {
    waiting = true;
    try {
      if (!queue.isEmpty() || closing) {
        return;
      }
      Timer next = timers.peek();
      if (next == null) {
        LockSupport.park(this);
      } else {
        long nanos = next.deadlineNanos - clock.nanoTime();
        if (nanos > 0) {
          LockSupport.parkNanos(this, nanos);
        }
      }
    } finally {
      waiting = false;
    }
  }

  private int runDueTimers() {
    int ran = 0;
    Timer next;
    while ((next = timers.peek()) != null) {
      if (!next.isCancelled() && next.deadlineNanos - clock.nanoTime() > 0) {
        return ran;
      }
      timers.poll();
      if (!next.isCancelled()) {
        next.task.run();
        ran++;
      }
    }
    return ran;
  }
}
