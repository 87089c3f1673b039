package io.castellan.server.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Which ZooKeeper the broker keeps its metadata in.
 *
 * @param servers at least one
 * @param chroot the path that everything lies under, without a slash at its end; empty for the root
 * @param sessionTimeoutMs what to ask for
 * @param connectionTimeoutMs how long to wait for the first connection
 * @param maxInFlight how many requests may be unanswered at once
 */
public record ZooKeeperConnect(
    List<HostPort> servers,
    String chroot,
    int sessionTimeoutMs,
    int connectionTimeoutMs,
    int maxInFlight) {
  private static final int DEFAULT_PORT = 2181;

  static ZooKeeperConnect of(Settings settings) {
    String connect = settings.getString("zookeeper.connect");
    if (connect == null || connect.isEmpty()) {
      throw new ConfigException(
          "zookeeper.connect: not set (expected: host:port[,host:port…][/chroot])");
    }
    int slash = connect.indexOf('/');
    List<HostPort> servers = new ArrayList<>();
    for (String server : (slash < 0 ? connect : connect.substring(0, slash)).split(",", -1)) {
      if (!server.isBlank()) {
        servers.add(HostPort.parse("zookeeper.connect", server.trim(), DEFAULT_PORT));
      }
    }
    if (servers.isEmpty()) {
      throw new ConfigException(
          "zookeeper.connect: " + connect + " (expected: host:port[,host:port…][/chroot])");
    }
    int sessionTimeoutMs = settings.getInt("zookeeper.session.timeout.ms");
    return new ZooKeeperConnect(
        List.copyOf(servers),
        slash < 0 ? "" : chroot(connect.substring(slash)),
        sessionTimeoutMs,
        settings.text("zookeeper.connection.timeout.ms") == null
            ? sessionTimeoutMs
            : settings.getInt("zookeeper.connection.timeout.ms"),
        settings.getInt("zookeeper.max.in.flight.requests"));
  }

  private static String chroot(String path) {
    if (path.length() > 1 && (path.endsWith("/") || path.contains("//"))) {
      throw new ConfigException(
          "zookeeper.connect: chroot " + path + " (expected: a path such as /kafka)");
    }
    return path.equals("/") ? "" : path;
  }
}
