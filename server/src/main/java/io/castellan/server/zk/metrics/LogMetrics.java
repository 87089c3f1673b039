package io.castellan.server.zk.metrics;

import static io.castellan.server.metrics.Summary.Detail.ADVANCED;
import static io.castellan.server.metrics.Summary.Detail.BASIC;

import io.castellan.server.metrics.Counter;
import io.castellan.server.metrics.MetricRegistry;
import io.castellan.server.metrics.Summary;

/** What the transaction log's lane counts. Owned by the txnlog lane. */
public final class LogMetrics {
  private final Counter txnsTaken;
  private final Counter slowForces;
  private final Summary queueSize;
  private final Summary queueMs;
  private final Summary appendMs;
  private final Summary batchSize;
  private final Summary flushMs;
  private final Summary queueAndFlushMs;
  private final Summary forceMs;
  private volatile long lastForceMs;
  private long unforcedCount;
  private long firstHandedNanos;
  private long firstTakenNanos;

  LogMetrics(MetricRegistry registry) {
    txnsTaken = registry.counter("sync_processor_request_queued");
    slowForces = registry.unlistedCounter();
    queueSize = registry.summary("sync_processor_queue_size", BASIC);
    queueMs = registry.summary("sync_processor_queue_time_ms", ADVANCED);
    appendMs = registry.summary("sync_process_time", BASIC);
    batchSize = registry.summary("sync_processor_batch_size", BASIC);
    flushMs = registry.summary("sync_processor_queue_flush_time_ms", ADVANCED);
    queueAndFlushMs = registry.summary("sync_processor_queue_and_flush_time_ms", ADVANCED);
    forceMs = registry.summary("fsynctime", BASIC);
  }

  /**
   * Transactions were appended to the log.
   *
   * @param count how many
   * @param handedNanos when the ensemble lane handed them over, on the monotonic clock
   * @param takenNanos when this lane took them
   * @param nowNanos when the last one was appended
   * @param queued how many tasks stand in the lane's queue by now
   */
  public void onAppended(int count, long handedNanos, long takenNanos, long nowNanos, int queued) {
    txnsTaken.add(count);
    queueSize.add(queued);
    queueMs.addMillis(takenNanos - handedNanos, count);
    appendMs.addMillis(nowNanos - takenNanos);
    if (unforcedCount == 0) {
      firstHandedNanos = handedNanos;
      firstTakenNanos = takenNanos;
    }
    unforcedCount += count;
  }

  /** Everything that was appended is on stable storage. */
  public void onFlushed(long nowNanos) {
    batchSize.add(unforcedCount);
    flushMs.addMillis(nowNanos - firstTakenNanos, unforcedCount);
    queueAndFlushMs.addMillis(nowNanos - firstHandedNanos, unforcedCount);
    unforcedCount = 0;
  }

  /**
   * A file of the log was forced.
   *
   * @param slow whether it took longer than {@code zookeeper.fsync.warningthresholdms}
   */
  public void onForced(long tookMs, boolean slow) {
    forceMs.add(tookMs);
    lastForceMs = tookMs;
    if (slow) {
      slowForces.increment();
    }
  }

  /** How many forces took longer than they should, since the last reset. For any thread. */
  public long slowForceCount() {
    return slowForces.value();
  }

  /** Count those from nothing again. For any thread. */
  public void resetSlowForces() {
    slowForces.reset();
  }

  /** How long the last force took, in milliseconds. For any thread. */
  public long lastForceMs() {
    return lastForceMs;
  }
}
