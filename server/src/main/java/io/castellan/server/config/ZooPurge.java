package io.castellan.server.config;

/**
 * When old snapshots and logs are removed.
 *
 * @param retainCount how many snapshots stay, with the logs that they need; at least 3
 * @param intervalHours the hours between two purges; 0 or less for never
 */
public record ZooPurge(int retainCount, int intervalHours) {
  private static final int MIN_RETAIN_COUNT = 3;

  static ZooPurge of(Settings settings) {
    return new ZooPurge(
        Math.max(settings.getInt("autopurge.snapRetainCount"), MIN_RETAIN_COUNT),
        settings.getInt("autopurge.purgeInterval"));
  }
}
