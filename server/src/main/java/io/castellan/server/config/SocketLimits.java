package io.castellan.server.config;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a connection of a Kafka client gets.
 *
 * @param sendBufferBytes SO_SNDBUF; -1 leaves it to the system
 * @param receiveBufferBytes SO_RCVBUF; -1 leaves it to the system
 * @param requestMaxBytes the longest request
 * @param backlog how many connections may wait to be accepted
 * @param maxIdleMs after how long without a request a connection is closed; negative for never
 * @param maxConnections the most connections in all
 * @param maxConnectionsPerIp the most connections from one address
 * @param maxConnectionsByHost exceptions from that, by host name or address
 */
public record SocketLimits(
    int sendBufferBytes,
    int receiveBufferBytes,
    int requestMaxBytes,
    int backlog,
    long maxIdleMs,
    int maxConnections,
    int maxConnectionsPerIp,
    Map<String, Integer> maxConnectionsByHost) {

  static SocketLimits of(Settings settings) {
    Map<String, Integer> byHost = overrides(settings.getText("max.connections.per.ip.overrides"));
    int perIp = settings.getInt("max.connections.per.ip");
    if (perIp == 0 && byHost.isEmpty()) {
      throw new ConfigException(
          "max.connections.per.ip: 0 (expected: > 0, or max.connections.per.ip.overrides set)");
    }
    return new SocketLimits(
        settings.getInt("socket.send.buffer.bytes"),
        settings.getInt("socket.receive.buffer.bytes"),
        settings.getInt("socket.request.max.bytes"),
        settings.getInt("socket.listen.backlog.size"),
        settings.getLong("connections.max.idle.ms"),
        settings.getInt("max.connections"),
        perIp,
        byHost);
  }

  private static Map<String, Integer> overrides(String text) {
    Map<String, Integer> byHost = new TreeMap<>();
    for (String entry : text.split(",", -1)) {
      if (!entry.isBlank()) {
        int colon = entry.lastIndexOf(':');
        try {
          byHost.put(
              entry.substring(0, Math.max(colon, 0)).trim(),
              Integer.valueOf(entry.substring(colon + 1).trim()));
        } catch (NumberFormatException e) {
          throw new ConfigException(
              "max.connections.per.ip.overrides: " + entry.trim() + " (expected: host:count)");
        }
      }
    }
    return Map.copyOf(byHost);
  }
}
