package io.castellan.server.config;

/**
 * How long sessions live.
 *
 * @param tickTimeMs the unit that expiry is rounded to
 * @param minTimeoutMs the shortest session timeout that a client gets
 * @param maxTimeoutMs the longest
 */
public record ZooSessions(int tickTimeMs, int minTimeoutMs, int maxTimeoutMs) {
  private static final int MIN_TICKS = 2;
  private static final int MAX_TICKS = 20;

  static ZooSessions of(Settings settings) {
    int tickTimeMs = settings.getInt("tickTime");
    int min = settings.getInt("minSessionTimeout");
    int max = settings.getInt("maxSessionTimeout");
    int minMs = min == -1 ? tickTimeMs * MIN_TICKS : min;
    int maxMs = max == -1 ? tickTimeMs * MAX_TICKS : max;
    if (minMs > maxMs) {
      throw new ConfigException(
          "minSessionTimeout: " + minMs + " (expected: <= maxSessionTimeout, " + maxMs + ")");
    }
    return new ZooSessions(tickTimeMs, minMs, maxMs);
  }
}
