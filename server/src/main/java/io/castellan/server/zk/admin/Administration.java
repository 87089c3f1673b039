package io.castellan.server.zk.admin;

import io.castellan.server.config.ZooAdmin;
import io.castellan.server.config.ZooCfg;
import io.castellan.server.config.ZooMonitoring;
import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import io.castellan.server.net.Transport;
import io.castellan.server.zk.auth.AclRules;
import io.castellan.server.zk.metrics.PauseMetrics;
import io.castellan.server.zk.store.DataDirectories;
import io.castellan.server.zk.tree.ZnodeTree;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a configuration opens for administrators besides the four-letter words: the admin server,
 * the port for Prometheus, the monitor of pauses. Started and closed by the thread that does the
 * same with the server.
 */
public final class Administration implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Administration.class);
  private static final int PAUSE_LANE_CAPACITY = 16;

  private final AdminRooms rooms;
  private final Transport transport;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private @Nullable AdminHttp http;
  private @Nullable PrometheusHttp prometheus;

  /**
   * Nothing is open yet.
   *
   * @param transport whose loops serve the ports
   */
  public Administration(AdminRooms rooms, Transport transport) {
    this.rooms = rooms;
    this.transport = transport;
  }

  /**
   * Open the admin server where it is configured.
   *
   * @param newTree makes an empty tree with this server's rules
   * @throws IOException when the port cannot be had; its message names the address
   */
  public void openHttp(
      ZooCfg config, AclRules acls, DataDirectories directories, Supplier<ZnodeTree> newTree)
      throws IOException {
    ZooAdmin admin = config.admin();
    if (!admin.enabled()) {
      return;
    }
    SnapshotCommands snapshots =
        new SnapshotCommands(
            rooms,
            admin,
            config.disk().lastZxidInSnapshot(),
            new Restoration(rooms, directories, newTree));
    AdminHttp opened = new AdminHttp(rooms, new AdminAccess(acls), snapshots, admin.commandUrl());
    opened.listen(transport, new InetSocketAddress(admin.host(), admin.port()), admin.idleMs());
    parts.push(opened);
    http = opened;
    log.info("admin server answers address={} url={}", opened.address(), admin.commandUrl());
  }

  /**
   * Open the port for Prometheus where it is configured.
   *
   * @throws IOException when the port cannot be had; its message names the address
   */
  public void openPrometheus(ZooMonitoring monitoring) throws IOException {
    if (!monitoring.prometheus()) {
      return;
    }
    PrometheusHttp opened = new PrometheusHttp(rooms, monitoring.jvmMetrics());
    opened.listen(
        transport, new InetSocketAddress(monitoring.prometheusHost(), monitoring.prometheusPort()));
    parts.push(opened);
    prometheus = opened;
    log.info("metrics for prometheus address={}", opened.address());
  }

  /** Begin to measure pauses where it is configured. Before anybody reads the metrics. */
  public void watchPauses(
      ZooMonitoring monitoring, Clock clock, BiConsumer<Lane, Throwable> onFailure) {
    if (!monitoring.pauseMonitor()) {
      return;
    }
    Lane lane = new Lane("zk-pause-monitor", PAUSE_LANE_CAPACITY, clock, onFailure);
    parts.push(lane);
    PauseMonitor monitor =
        new PauseMonitor(lane, monitoring, new PauseMetrics(rooms.metrics().registry()));
    lane.execute(monitor::sleep);
    lane.start();
  }

  /** Where the admin server listens; null when there is none. */
  public @Nullable InetSocketAddress httpAddress() {
    return http == null ? null : http.address();
  }

  /** Where Prometheus' port is; null when there is none. */
  public @Nullable InetSocketAddress prometheusAddress() {
    return prometheus == null ? null : prometheus.address();
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.error("could not close {}", part.getClass().getSimpleName(), e);
      }
    }
  }
}
