package io.castellan.server.lane;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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
 * <p>One thread at a time <em>holds</em> the lane: while there is work its own one, and otherwise
 * nobody. A lane whose tasks never wait for anything may also be lent: {@link #executeHere} lets a
 * thread that brings work to an idle lane hold it and run that work itself, which spares waking one
 * thread and, for an answer, waking the other again. To whom the lane belongs is then a question of
 * who holds it; what it owns is handed from holder to holder like through a lock that nobody ever
 * waits for.
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

  /**
   * How many tasks a borrower runs: its own, and the few that others queued meanwhile. The lane's
   * thread goes on with the rest, for the borrower has work of its own.
   */
  static final int MAX_LENT_BATCH = 16;

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

  private final AtomicReference<@Nullable Thread> holder = new AtomicReference<>();

  private volatile @Nullable Thread thread;
  private volatile boolean threadWaitsForHold;
  private volatile boolean closing;
  private volatile boolean failed;
  // Owned by the holder.
  private long timerSequence;
  private @Nullable Executor borrowerLater;
  private @Nullable Timer alarm;

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
    Thread started = new Thread(this::run, name);
    thread = started;
    started.start();
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
    enqueue(task);
    wake();
  }

  /**
   * Put a task into the queue as {@link #execute} does, without waking the lane: the caller calls
   * {@link #wake} or {@link #runHere} shortly, after more tasks. A lane that is held may run it
   * before.
   *
   * <p>The queue makes its last steps visible in order, but not at once. Without the fences of
   * those two the look at the holder could come before them, find a holder that has already seen an
   * empty queue, and leave the task to nobody.
   */
  public void enqueue(Runnable task) {
    queue.offer(task);
  }

  /** Wake the lane unless somebody holds it. From any thread, after {@link #enqueue}. */
  public void wake() {
    VarHandle.fullFence(); // see enqueue()
    if (holder.get() == null) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Run a task on the lane, and if nobody holds it, here and now: for lanes whose tasks never wait,
   * and for callers that can spare the time of a few tasks. Never refused.
   *
   * <p>It may have run on return, or run later on another thread. What the calling thread has put
   * into the queue before runs before it either way. A caller that holds the lane already, because
   * this is called from one of its tasks, only queues.
   */
  public void executeHere(Runnable task) {
    enqueue(task);
    runHere();
  }

  /**
   * The same, by a thread that runs tasks of its own afterwards.
   *
   * @param later runs a task soon, on the calling thread: for tasks of this lane, which find it by
   *     {@link #borrowerLater}
   */
  public void executeHere(Runnable task, Executor later) {
    enqueue(task);
    runHere(later);
  }

  /** Run what has been put in with {@link #enqueue}, as {@link #executeHere} does. */
  public void runHere() {
    runHere(null);
  }

  private void runHere(@Nullable Executor later) {
    VarHandle.fullFence(); // see enqueue()
    Thread caller = Thread.currentThread();
    // Whoever holds the lane looks at the queue once more after letting go of it.
    if (thread == null || threadWaitsForHold || !holder.compareAndSet(null, caller)) {
      return; // nor is its own thread, with timers to serve, ever overtaken twice
    }
    try {
      borrowerLater = later;
      runLent();
      borrowerLater = null;
    } catch (Throwable broken) {
      fail(broken);
      return; // and nobody ever holds the lane again
    }
    boolean earlierAlarm = !Objects.equals(timers.peek(), alarm);
    holder.set(null);
    if (earlierAlarm || threadWaitsForHold || closing || !queue.isEmpty()) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Runs what has queued, timers aside: they are for the lane's thread, which wakes for them. What
   * comes meanwhile is a little more of the same, and cheaper done than a thread woken for it.
   */
  private void runLent() {
    int ran = 0;
    int step;
    do {
      step = drain(0, MAX_LENT_BATCH - ran);
      ran += step;
    } while (step > 0 && ran < MAX_LENT_BATCH && !queue.isEmpty() && !threadWaitsForHold);
  }

  /** Whether a thread runs this lane that has other things to do. For tasks of this lane. */
  public boolean isLent() {
    return !Thread.currentThread().equals(thread);
  }

  /**
   * Where the thread that holds this lane runs what it has to do next, if it has borrowed the lane
   * and said so; else null. On the lane only.
   */
  public @Nullable Executor borrowerLater() {
    return borrowerLater;
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

  /** Whether the calling thread holds this lane. */
  public boolean isOwner() {
    return Thread.currentThread() == holder.get();
  }

  /** Whether nobody holds this lane and its thread is parked. */
  boolean isIdle() {
    Thread own = thread;
    return own != null
        && holder.get() == null
        && EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING).contains(own.getState());
  }

  /** Fails unless the calling thread holds this lane (or the lane was never started). */
  public void assertOwner() {
    if (thread != null && !isOwner()) {
      throw new IllegalStateException(
          "lane: "
              + name
              + " (expected: the thread that holds it, found: "
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
    return drain(runDueTimers(), MAX_BATCH);
  }

  private int drain(int ranBefore, int limit) {
    int ran = ranBefore;
    Runnable task;
    while (ran < limit && (task = queue.relaxedPoll()) != null) {
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
    if (thread == null || isOwner()) {
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
    return thread == null || stopped.getCount() == 0;
  }

  /** What the lane's thread does; it holds the lane for good when it ends. */
  private void run() {
    try {
      while (hold()) {
        while (runOnce() > 0) {
          // There may be more by now.
        }
        if (closing && queue.isEmpty()) {
          return;
        }
        letGoAndWait();
      }
    } catch (Throwable broken) {
      fail(broken);
    } finally {
      stopped.countDown();
    }
  }

  /** Waits until the lane is held by its thread; false when it has failed and never will be. */
  private boolean hold() {
    Thread own = Thread.currentThread();
    while (!holder.compareAndSet(null, own)) {
      if (failed) {
        return false;
      }
      threadWaitsForHold = true;
      if (holder.get() != null && !failed) {
        LockSupport.park(this);
      }
      threadWaitsForHold = false;
    }
    return true;
  }

  /**
   * Parks until there is something to do. The lane is let go before the queue is looked at again: a
   * producer that offers after that look finds no holder and unparks us; one that offered before it
   * is found by the look. A borrower that comes in between and sets an earlier alarm unparks us
   * too.
   */
  private void letGoAndWait() {
    Timer next = timers.peek();
    alarm = next;
    holder.set(null);
    if (!queue.isEmpty() || closing) {
      return;
    }
    if (next == null) {
      LockSupport.park(this);
    } else {
      long nanos = next.deadlineNanos - clock.nanoTime();
      if (nanos > 0) {
        LockSupport.parkNanos(this, nanos);
      }
    }
  }

  private void fail(Throwable broken) {
    closing = true;
    failed = true;
    LockSupport.unpark(thread);
    log.error("lane failed and stopped lane={}", name, broken);
    onFailure.accept(this, broken);
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
