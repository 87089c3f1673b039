package io.castellan.server.config;

/**
 * Limits of classic consumer groups.
 *
 * @param minSessionTimeoutMs the shortest session timeout that a member may ask for
 * @param maxSessionTimeoutMs the longest
 * @param initialRebalanceDelayMs how long the first rebalance of an empty group waits for more
 *     members (KIP-134)
 * @param maxSize the most members of one group
 */
public record GroupSettings(
    int minSessionTimeoutMs, int maxSessionTimeoutMs, int initialRebalanceDelayMs, int maxSize) {
  static GroupSettings of(Settings settings) {
    int min = settings.getInt("group.min.session.timeout.ms");
    int max = settings.getInt("group.max.session.timeout.ms");
    if (max < min) {
      throw new ConfigException(
          "group.max.session.timeout.ms: "
              + max
              + " (expected: >= group.min.session.timeout.ms, "
              + min
              + ")");
    }
    return new GroupSettings(
        min,
        max,
        settings.getInt("group.initial.rebalance.delay.ms"),
        settings.getInt("group.max.size"));
  }
}
