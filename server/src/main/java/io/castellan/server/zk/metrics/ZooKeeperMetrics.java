package io.castellan.server.zk.metrics;

import io.castellan.server.metrics.MetricRegistry;

/** Everything that one ZooKeeper server counts, by the thread that counts it. */
public final class ZooKeeperMetrics {
  private final MetricRegistry registry = new MetricRegistry();
  private final LaneMetrics lane = new LaneMetrics(registry);
  private final ThrottleMetrics throttles = new ThrottleMetrics(registry);
  private final LogMetrics log = new LogMetrics(registry);
  private final StoreMetrics store = new StoreMetrics(registry);
  private final AdminMetrics admin = new AdminMetrics(registry);
  private final ConnectionMetrics connections = new ConnectionMetrics(registry);

  /** The names, for whoever reads; read on the ensemble lane. */
  public MetricRegistry registry() {
    return registry;
  }

  /** Count from nothing again, as {@code srst} asks. On the ensemble lane. */
  public void reset() {
    registry.reset();
    connections.responseSizes().reset();
  }

  /** What the ensemble lane counts. */
  public LaneMetrics lane() {
    return lane;
  }

  /** What is counted of clients that are kept waiting. */
  public ThrottleMetrics throttles() {
    return throttles;
  }

  /** What the txnlog lane counts. */
  public LogMetrics log() {
    return log;
  }

  /** What is counted of snapshots and the start. */
  public StoreMetrics store() {
    return store;
  }

  /** What the admin server counts. */
  public AdminMetrics admin() {
    return admin;
  }

  /** What event loops count. */
  public ConnectionMetrics connections() {
    return connections;
  }
}
