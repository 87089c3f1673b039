package io.castellan.server.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Puts the answers of one connection back into the order of its requests. Owned by the connection's
 * event loop; {@link Reply} and {@link #push} may be used from any thread.
 *
 * <p>An answer that is ready waits for those before it. Answers that come from other threads, or on
 * the event loop but not while it reads from this connection, are collected in a queue and carried
 * over in one hop per burst, however many there are, and the channel is flushed once at its end.
 *
 * <p>It also holds the connection back: while {@code maxOutstanding} requests are unanswered, or
 * requests of {@code maxOutstandingBytes}, or the peer does not read what we send, reading from the
 * socket stops, and in the last case answers that are ready stay unencoded. So a connection can
 * never hold more than that and what one read brings, nor more than the channel's high water mark
 * and one answer in unsent bytes. Only pushed messages can grow beyond: when {@link #MAX_HELD}
 * things wait they go to the channel regardless, and a handler of the pipeline that counts bytes
 * decides how much is too much.
 */
public final class ReplyQueue {
  /** How many answers and pushed messages wait for a peer that does not read. */
  static final int MAX_HELD = 1 << 16;

  private static final int CHUNK = 16;

  private final Channel channel;
  private final int maxOutstanding;
  private final long maxOutstandingBytes;
  private final Consumer<Object> discard;
  private final Executor pushes;
  private final ArrayDeque<Slot> slots = new ArrayDeque<>();
  private final MpscUnboundedArrayQueue<Object> arrivals = new MpscUnboundedArrayQueue<>(CHUNK);
  private final AtomicBoolean hopScheduled = new AtomicBoolean();
  private long outstandingBytes;
  private boolean paused;
  private boolean closing;
  private boolean inReadBurst;
  private boolean flushNeeded;

  /**
   * A queue of messages that are reference counted or hold nothing.
   *
   * @param channel the connection
   * @param maxOutstanding how many unanswered requests stop the reading
   * @param pushes runs tasks on the connection's event loop that carry pushed messages over
   */
  public ReplyQueue(Channel channel, int maxOutstanding, Executor pushes) {
    this(channel, maxOutstanding, Long.MAX_VALUE, ReferenceCountUtil::release, pushes);
  }

  /**
   * @param channel the connection
   * @param maxOutstanding how many unanswered requests stop the reading
   * @param maxOutstandingBytes how large they may be together until the reading stops
   * @param discard releases a message that will not be sent
   */
  public ReplyQueue(
      Channel channel, int maxOutstanding, long maxOutstandingBytes, Consumer<Object> discard) {
    this(channel, maxOutstanding, maxOutstandingBytes, discard, channel.eventLoop());
  }

  private ReplyQueue(
      Channel channel,
      int maxOutstanding,
      long maxOutstandingBytes,
      Consumer<Object> discard,
      Executor pushes) {
    this.channel = channel;
    this.pushes = pushes;
    this.maxOutstanding = maxOutstanding;
    this.maxOutstandingBytes = maxOutstandingBytes;
    this.discard = discard;
  }

  /** The slot of the request that was just read, of no size to speak of. On the event loop. */
  public Reply next() {
    return next(0);
  }

  /**
   * The slot of the request that was just read. On the event loop.
   *
   * @param requestBytes what the request holds in memory until it is answered
   */
  public Reply next(int requestBytes) {
    Slot slot = new Slot(this, requestBytes);
    slots.addLast(slot);
    outstandingBytes += requestBytes;
    inReadBurst = true;
    adjustReading();
    return slot;
  }

  /**
   * To be called from the connection's {@code channelReadComplete}: what the burst answered goes
   * out in one flush.
   */
  public void onReadComplete() {
    inReadBurst = false;
    flush();
  }

  /**
   * How many requests wait for an answer that they may still get: none once the connection is about
   * to close. On the event loop.
   */
  public int outstanding() {
    return closing ? 0 : slots.size();
  }

  /**
   * Send a message that answers no request (a watch event), after every answer that was completed
   * before this call by the same thread. From any thread.
   *
   * <p>It does not wait for unanswered requests: who pushes must have completed, before, the
   * answers that must come first.
   */
  public void push(Object message) {
    arrive(message, pushes);
  }

  /** To be called from the connection's {@code channelWritabilityChanged}. */
  public void onWritabilityChanged() {
    adjustReading();
    if (channel.isWritable()) {
      takeArrivals();
    }
  }

  /**
   * Keep reading stopped, or let it go on, for a reason outside (a lane that is full). On the event
   * loop.
   */
  public void pause(boolean pause) {
    paused = pause;
    adjustReading();
  }

  /**
   * Release what will never be sent. To be called from the connection's {@code channelInactive}.
   */
  public void onInactive() {
    closing = true;
    for (Slot slot : slots) {
      slot.discard();
    }
    slots.clear();
    takeArrivals(); // those that waited for the peer to read are released
  }

  private void adjustReading() {
    boolean read =
        !paused
            && !closing
            && slots.size() < maxOutstanding
            && outstandingBytes < maxOutstandingBytes
            && channel.isWritable();
    if (channel.config().isAutoRead() != read) {
      channel.config().setAutoRead(read);
    }
  }

  private void arrive(Object slotOrMessage, Executor carrier) {
    if (channel.eventLoop().inEventLoop() && inReadBurst && arrivals.isEmpty() && mayWrite()) {
      take(slotOrMessage); // flushed at the end of the burst
      return;
    }
    arrivals.offer(slotOrMessage);
    if (hopScheduled.compareAndSet(false, true)) {
      try {
        carrier.execute(this::takeArrivals);
      } catch (RejectedExecutionException eventLoopEnded) {
        releaseArrivals();
      }
    }
  }

  /**
   * The server is going down and the event loop with it: nobody else touches the queue any more.
   */
  private void releaseArrivals() {
    Object arrival;
    while ((arrival = arrivals.poll()) != null) {
      if (arrival instanceof Slot slot) {
        slot.discard();
      } else {
        discard.accept(arrival);
      }
    }
  }

  private void takeArrivals() {
    hopScheduled.set(false);
    Object arrival;
    while (mayWrite() && (arrival = arrivals.poll()) != null) {
      take(arrival);
    }
    flush();
  }

  private boolean mayWrite() {
    return closing || channel.isWritable() || arrivals.size() >= MAX_HELD;
  }

  private void take(Object slotOrMessage) {
    if (slotOrMessage instanceof Slot slot) {
      slot.onArrived();
      writeReady();
    } else {
      write(slotOrMessage);
    }
  }

  /**
   * A slot may be done already and not have arrived yet: then a message that was pushed before it
   * may still be among the arrivals, and must go out first.
   */
  private void writeReady() {
    Slot head;
    while (!closing && (head = slots.peekFirst()) != null && head.arrived) {
      slots.pollFirst();
      outstandingBytes -= head.requestBytes;
      if (head.message != null) {
        write(head.message);
      }
      if (head.thenClose) {
        closeAfterWrites();
      }
    }
    adjustReading();
  }

  private void write(Object message) {
    if (closing) {
      discard.accept(message);
      return;
    }
    channel.write(message, channel.voidPromise());
    flushNeeded = true;
  }

  private void flush() {
    if (flushNeeded) {
      flushNeeded = false;
      channel.flush();
    }
  }

  private void closeAfterWrites() {
    closing = true;
    flushNeeded = false;
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** One request's place in the order. */
  private static final class Slot implements Reply {
    private static final AtomicIntegerFieldUpdater<Slot> STATE =
        AtomicIntegerFieldUpdater.newUpdater(Slot.class, "state");
    private static final int OPEN = 0;
    private static final int CLAIMED = 1;
    private static final int DONE = 2;
    private static final int DISCARDED = 3;

    private final ReplyQueue queue;
    private final int requestBytes;
    private volatile int state;
    private @Nullable Object message;
    private boolean thenClose;
    // Owned by the event loop.
    private boolean arrived;

    Slot(ReplyQueue queue, int requestBytes) {
      this.queue = queue;
      this.requestBytes = requestBytes;
    }

    @Override
    public void send(Object message) {
      complete(message, false);
    }

    @Override
    public void skip() {
      complete(null, false);
    }

    @Override
    public void sendAndClose(Object message) {
      complete(message, true);
    }

    @Override
    public void close() {
      complete(null, true);
    }

    private void complete(@Nullable Object message, boolean thenClose) {
      if (!STATE.compareAndSet(this, OPEN, CLAIMED)) {
        discardMessage(message);
        return;
      }
      this.message = message;
      this.thenClose = thenClose;
      if (!STATE.compareAndSet(this, CLAIMED, DONE)) {
        discardMessage(message); // discarded while it was being completed
        return;
      }
      queue.arrive(this, queue.channel.eventLoop());
    }

    /** It is this slot's turn among the arrivals; it has been completed, or discarded since. */
    void onArrived() {
      arrived = state == DONE;
    }

    /** The connection is gone: whoever completes later releases its own message. */
    void discard() {
      int before = STATE.getAndSet(this, DISCARDED);
      if (before == DONE) {
        discardMessage(message);
      }
    }

    private void discardMessage(@Nullable Object unsent) {
      if (unsent != null) {
        queue.discard.accept(unsent);
      }
    }
  }
}
