package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.message.Fetch;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.fetch.FetchScope;
import io.castellan.server.kafka.log.Isolation;
import io.castellan.server.kafka.partition.FetchWait;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Fetch request until it is answered: reads, and if that is too little waits and reads again.
 * Owned by the connection's event loop.
 */
final class FetchInFlight {
  private static final Logger log = LoggerFactory.getLogger(FetchInFlight.class);
  private static final int CONSUMER = -1;

  /** The first version whose clients know batches of magic 2. */
  private static final int FIRST_WITH_BATCHES = 4;

  private final PartitionLookup partitions;
  private final RequestContext context;
  private final FetchScope scope;
  private final Answer<Fetch.Response> answer;
  private final Executor reads;
  private final int maxBytes;
  private final Traffic traffic;
  private final int minBytes;
  private final Isolation isolation;
  private final long deadlineNanos;
  private @Nullable FetchWait wait;
  private @Nullable ScheduledFuture<?> timer;
  private final Runnable onClosed = this::cancel;

  FetchInFlight(
      PartitionLookup partitions,
      RequestContext context,
      Fetch.Request request,
      FetchScope scope,
      Answer<Fetch.Response> answer,
      Executor reads,
      int maxBytes,
      Traffic traffic) {
    this.partitions = partitions;
    this.context = context;
    this.scope = scope;
    this.answer = answer;
    this.reads = reads;
    this.traffic = traffic;
    this.maxBytes = Math.min(Math.max(request.maxBytes(), 0), maxBytes);
    // More than the answer may hold is never found.
    this.minBytes = Math.min(Math.max(request.minBytes(), 0), this.maxBytes);
    this.isolation = isolation(request);
    this.deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(request.maxWaitMs());
  }

  private static Isolation isolation(Fetch.Request request) {
    if (request.replicaId() != CONSUMER || request.replicaState().replicaId() != CONSUMER) {
      return Isolation.LOG_END; // a follower, or a debugging consumer (-2)
    }
    return request.isolationLevel() == 1 ? Isolation.COMMITTED : Isolation.HIGH_WATERMARK;
  }

  void start() {
    context.releaseFrame(); // nothing of the request refers to it, and a fetch may wait for minutes
    attempt();
  }

  private void attempt() {
    FetchRound round = new FetchRound(partitions, context, scope, isolation, maxBytes);
    try {
      round.read();
    } catch (RuntimeException bug) {
      // Thrown here after a wait, it would reach nobody, and the connection hang.
      log.error("fetch failed request=[{}]", context, bug);
      round.discard();
      answer.close("fetch failed");
      return;
    }
    long leftNanos = leftNanos();
    if (round.mustAnswer() || round.bytes() >= minBytes || leftNanos <= 0) {
      context.closeHooks().remove(onClosed);
      if (round.bytes() > 0 && context.version() < FIRST_WITH_BATCHES) {
        reads.execute(() -> convert(round));
      } else {
        answer.send(round.response(traffic));
      }
      return;
    }
    round.discard();
    await(round, leftNanos);
  }

  private long leftNanos() {
    return deadlineNanos - System.nanoTime();
  }

  /** Off the event loop: what was found is read, and rewritten for an older client. */
  private void convert(FetchRound round) {
    try {
      round.convert(reads);
    } catch (RuntimeException bug) {
      log.error("conversion failed request=[{}]", context, bug);
      round.discard();
      answer.close("conversion failed");
      return;
    }
    long leftNanos = leftNanos();
    if (round.bytes() > 0 || round.mustAnswer() || leftNanos <= 0) {
      answer.send(round.response(traffic));
      return;
    }
    // All that was found is of no use to such a client: it waits for more.
    round.discard();
    try {
      context.eventLoop().execute(() -> await(round, leftNanos));
    } catch (RejectedExecutionException eventLoopEnded) {
      answer.none();
    }
  }

  private void await(FetchRound round, long leftNanos) {
    FetchWait next =
        new FetchWait(
            Math.max(1, minBytes - round.bytes()),
            round.watches(),
            () -> context.eventLoop().execute(this::onWoken));
    wait = next;
    timer = context.eventLoop().schedule(next::wake, leftNanos, TimeUnit.NANOSECONDS);
    context.closeHooks().add(onClosed);
    if (!next.isDone()) {
      next.start();
    }
  }

  private void onWoken() {
    stopTimer();
    if (wait != null) {
      wait = null;
      attempt();
    }
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /** The connection is gone. */
  private void cancel() {
    stopTimer();
    if (wait != null) {
      wait.cancel();
      wait = null;
    }
    answer.none();
  }
}
