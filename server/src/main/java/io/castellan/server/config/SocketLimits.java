package io.castellan.server.config;

import java.util.Locale;
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
 * @param connectionRate the most connections accepted in a second
 * @param maxConnectionsByListener bounds of single listeners, by their names
 * @param connectionRateByListener likewise
 * @param queuedMaxRequests how many produce requests may wait to be written
 * @param queuedMaxBytes how large they may be together; 0 or less for no bound
 */
public record SocketLimits(
    int sendBufferBytes,
    int receiveBufferBytes,
    int requestMaxBytes,
    int backlog,
    long maxIdleMs,
    int maxConnections,
    int maxConnectionsPerIp,
    Map<String, Integer> maxConnectionsByHost,
    int connectionRate,
    Map<String, Integer> maxConnectionsByListener,
    Map<String, Integer> connectionRateByListener,
    int queuedMaxRequests,
    long queuedMaxBytes) {

  /**
   * Takes them from a broker's settings, those of the file or those that count now.
   *
   * @throws ConfigException in one line that names the key
   */
  public static SocketLimits of(Settings settings) {
    Map<String, Integer> byHost = overrides(settings.getText("max.connections.per.ip.overrides"));
    int perIp = settings.getInt("max.connections.per.ip");
    if (perIp == 0 && byHost.isEmpty()) {
      throw new ConfigException(
          "max.connections.per.ip: 0 (expected: > 0, or max.connections.per.ip.overrides set)");
    }
    long queuedMaxBytes = settings.getLong("queued.max.request.bytes");
    int requestMaxBytes = settings.getInt("socket.request.max.bytes");
    if (queuedMaxBytes > 0 && queuedMaxBytes < requestMaxBytes) {
      throw new ConfigException(
          "queued.max.request.bytes: "
              + queuedMaxBytes
              + " (expected: <= 0, or >= socket.request.max.bytes, "
              + requestMaxBytes
              + ")");
    }
    return new SocketLimits(
        settings.getInt("socket.send.buffer.bytes"),
        settings.getInt("socket.receive.buffer.bytes"),
        requestMaxBytes,
        settings.getInt("socket.listen.backlog.size"),
        settings.getLong("connections.max.idle.ms"),
        settings.getInt("max.connections"),
        perIp,
        byHost,
        settings.getInt("max.connection.creation.rate"),
        byListener(settings, "max.connections"),
        byListener(settings, "max.connection.creation.rate"),
        settings.getInt("queued.max.requests"),
        queuedMaxBytes);
  }

  /** The values of {@code listener.name.<listener>.<key>}; names of listeners are upper case. */
  private static Map<String, Integer> byListener(Settings settings, String key) {
    Map<String, Integer> byListener = new TreeMap<>();
    settings
        .originals()
        .forEach(
            (name, text) -> {
              String listener = Settings.listenerOf(name);
              if (listener != null && Settings.withoutListener(name).equals(key)) {
                byListener.put(
                    listener.toUpperCase(Locale.ROOT),
                    ((Number) settings.parse(key, text)).intValue());
              }
            });
    return Map.copyOf(byListener);
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
