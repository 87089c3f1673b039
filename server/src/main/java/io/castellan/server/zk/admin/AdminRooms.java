package io.castellan.server.zk.admin;

import io.castellan.server.lane.Lane;
import io.castellan.server.zk.metrics.ZooKeeperMetrics;
import io.castellan.server.zk.peer.Ensemble;
import io.castellan.server.zk.peer.Snapshots;
import io.castellan.server.zk.request.Clients;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What administrators are shown, by four-letter words and by HTTP alike.
 *
 * @param background where directories are looked at and long texts are written
 * @param clients owned by the ensemble's lane, as is the ensemble
 * @param startedMs when the server started, by the lane's monotonic clock
 */
public record AdminRooms(
    Executor background,
    Clients clients,
    Ensemble ensemble,
    Snapshots snapshots,
    ZooKeeperMetrics metrics,
    ConfigSummary config,
    TraceMask trace,
    long startedMs) {
  /** Everything about a server that starts now. */
  public static AdminRooms of(
      Executor background,
      Clients clients,
      Ensemble ensemble,
      Snapshots snapshots,
      ZooKeeperMetrics metrics,
      ConfigSummary config) {
    long nowMs = ensemble.lane().clock().monotonicMs();
    ServerGauges.register(metrics.registry(), clients, ensemble, nowMs);
    return new AdminRooms(
        background, clients, ensemble, snapshots, metrics, config, new TraceMask(), nowMs);
  }

  /** The ensemble lane. */
  public Lane lane() {
    return ensemble.lane();
  }

  /** Looks at what the lane owns, there, and hands it to someone in the background. */
  public <T> void look(Supplier<T> onLane, Consumer<T> inBackground) {
    lane()
        .execute(
            () -> {
              T seen = onLane.get();
              background.execute(() -> inBackground.accept(seen));
            });
  }

  /** What monitors see. On the lane. */
  Monitored monitored() {
    return new Monitored(ensemble.role().mode(), metrics.registry().read());
  }

  /** The znodes, as a stock server counts them: it keeps the root under two names. */
  public int nodeCount() {
    return StatText.nodeCount(ensemble);
  }

  /** Bytes of paths and data, likewise. On the lane. */
  public long approximateDataBytes() {
    return ServerGauges.approximateDataBytes(ensemble);
  }

  /** The mean latency of all requests. On the lane. */
  public double averageLatencyMs() {
    return StatText.averageMs(clients.stats().latency());
  }

  /** The date of a moment of the lane's monotonic clock, in milliseconds since 1970. */
  public long wallClockMs(long monotonicMs) {
    return lane().clock().wallClockMs() + monotonicMs - lane().clock().monotonicMs();
  }

  /** Forgets what was counted for each connection. On the lane. */
  void resetConnections() {
    clients.all().forEach(client -> client.stats().reset());
  }

  /** Forgets what was counted for all of them. On the lane. */
  public void resetServer() {
    clients.stats().reset();
    metrics.reset();
  }
}
