package io.castellan.server.zk.metrics;

import static io.castellan.server.metrics.Summary.Detail.ADVANCED;
import static io.castellan.server.metrics.Summary.Detail.BASIC;

import io.castellan.server.metrics.Counter;
import io.castellan.server.metrics.CounterSet;
import io.castellan.server.metrics.MetricRegistry;
import io.castellan.server.metrics.Summary;
import io.castellan.zk.protocol.EventType;

/** What the ensemble lane counts. Owned by the ensemble lane. */
public final class LaneMetrics {
  /** What a stat takes, which every read of a node is counted with. */
  private static final int STAT_BYTES = 68;

  private final Counter requestsTaken;
  private final Counter changesPlanned;
  private final Counter changesApplied;
  private final Counter sessionsExpired;
  private final Counter connectRequests;
  private final Counter connectionsLost;
  private final Counter authFailures;
  private final Summary queueSize;
  private final Summary queueMs;
  private final Summary prepMs;
  private final Summary closeSessionPrepMs;
  private final Summary readMs;
  private final Summary updateMs;
  private final Summary propagationMs;
  private final Summary toldOfCreated;
  private final Summary toldOfDeleted;
  private final Summary toldOfData;
  private final Summary toldOfChildren;
  private final CounterSet quotaErrors;
  private final NamespaceBytes readBytes;
  private final NamespaceBytes writtenBytes;

  LaneMetrics(MetricRegistry registry) {
    requestsTaken = registry.counter("prep_processor_request_queued");
    changesPlanned = registry.counter("outstanding_changes_queued");
    changesApplied = registry.counter("outstanding_changes_removed");
    sessionsExpired = registry.counter("stale_sessions_expired");
    connectRequests = registry.counter("connection_request_count");
    connectionsLost = registry.counter("connection_drop_count");
    // A gauge in stock, which knows it as one of the server's statistics.
    authFailures = registry.unlistedCounter();
    registry.gauge("auth_failed_count", authFailures::value);
    queueSize = registry.summary("prep_processor_queue_size", BASIC);
    queueMs = registry.summary("prep_processor_queue_time_ms", ADVANCED);
    prepMs = registry.summary("prep_process_time", BASIC);
    closeSessionPrepMs = registry.summary("close_session_prep_time", ADVANCED);
    readMs = registry.summary("readlatency", ADVANCED);
    updateMs = registry.summary("updatelatency", ADVANCED);
    propagationMs = registry.summary("propagation_latency", ADVANCED);
    toldOfCreated = registry.summary("node_created_watch_count", BASIC);
    toldOfDeleted = registry.summary("node_deleted_watch_count", BASIC);
    toldOfData = registry.summary("node_changed_watch_count", BASIC);
    toldOfChildren = registry.summary("node_children_watch_count", BASIC);
    quotaErrors =
        registry.counterSet("quota_exceeded_error_per_namespace", NamespaceBytes.MAX_NAMES);
    readBytes =
        new NamespaceBytes(
            registry.summarySet("read_per_namespace", BASIC, NamespaceBytes.MAX_NAMES));
    writtenBytes =
        new NamespaceBytes(
            registry.summarySet("write_per_namespace", BASIC, NamespaceBytes.MAX_NAMES));
  }

  /**
   * A request of a client was taken from the lane's queue.
   *
   * @param queuedNanos how long it had stood there
   */
  public void onTaken(long queuedNanos) {
    requestsTaken.increment();
    queueMs.addMillis(queuedNanos);
  }

  /**
   * The lane has run everything that had queued.
   *
   * @param tookNanos how long that took
   * @param queued how many tasks stand in the queue by now
   */
  public void onDrained(long tookNanos, int queued) {
    prepMs.addMillis(tookNanos);
    queueSize.add(queued);
  }

  /** A connection wants a session, a new one or one that it had. */
  public void onConnectRequest() {
    connectRequests.increment();
  }

  /** A client is gone without a goodbye. */
  public void onConnectionLost() {
    connectionsLost.increment();
  }

  /** Credentials proved nothing. */
  public void onAuthFailed() {
    authFailures.increment();
  }

  /** How often credentials proved nothing, since the last reset. */
  public long authFailedCount() {
    return authFailures.value();
  }

  /** Count those from nothing again. */
  public void resetAuthFailed() {
    authFailures.reset();
  }

  /** Sessions have expired. */
  public void onSessionsExpired(int count) {
    sessionsExpired.add(count);
  }

  /**
   * The end of a session is planned, and that of its nodes.
   *
   * @param tookNanos how long planning took
   */
  public void onCloseSessionPlanned(long tookNanos) {
    closeSessionPrepMs.addMillis(tookNanos);
  }

  /** A transaction is planned that makes so many changes to the tree. */
  public void onPlanned(int changes) {
    changesPlanned.add(changes);
  }

  /**
   * A transaction is applied.
   *
   * @param changes how many changes to the tree it makes
   * @param sincePlannedMs how long ago it was planned, by the wall clock
   */
  public void onApplied(int changes, long sincePlannedMs) {
    changesApplied.add(changes);
    propagationMs.add(Math.max(0, sincePlannedMs));
  }

  /** A read was answered. */
  public void onRead(long latencyMs) {
    readMs.add(latencyMs);
  }

  /** A write was answered. */
  public void onWritten(long latencyMs) {
    updateMs.add(latencyMs);
  }

  /**
   * A node was read, its data or its stat or the names of its children (whose lengths are not
   * counted: there may be many).
   *
   * @param dataBytes of data
   */
  public void onNodeRead(String path, int dataBytes) {
    readBytes.add(path, path.length() + dataBytes + STAT_BYTES);
  }

  /**
   * A node was changed.
   *
   * @param dataBytes of data that were written
   */
  public void onNodeWritten(String path, int dataBytes) {
    writtenBytes.add(path, path.length() + dataBytes);
  }

  /** A write went beyond the hard limit of a quota. */
  public void onQuotaExceeded(String path) {
    int slash = path.indexOf('/', 1);
    quotaErrors.increment(path.substring(1, slash < 0 ? path.length() : slash));
  }

  /** So many watchers were told of an event. */
  public void onWatchersTold(EventType type, int count) {
    switch (type) {
      case NODE_CREATED -> toldOfCreated.add(count);
      case NODE_DELETED -> toldOfDeleted.add(count);
      case NODE_DATA_CHANGED -> toldOfData.add(count);
      case NODE_CHILDREN_CHANGED -> toldOfChildren.add(count);
      case NONE, DATA_WATCH_REMOVED, CHILD_WATCH_REMOVED, PERSISTENT_WATCH_REMOVED -> {}
    }
  }
}
