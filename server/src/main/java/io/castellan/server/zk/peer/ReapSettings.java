package io.castellan.server.zk.peer;

/**
 * How containers and nodes with a time to live are looked after.
 *
 * @param intervalMs how long between two looks ({@code znode.container.checkIntervalMs})
 * @param maxPerMinute how many may be deleted in a minute ({@code znode.container.maxPerMinute})
 * @param maxNeverUsedMs how long a container may stay that never had a child, 0 for ever ({@code
 *     znode.container.maxNeverUsedIntervalMs})
 */
public record ReapSettings(long intervalMs, int maxPerMinute, long maxNeverUsedMs) {
  private static final long MINUTE_MS = 60_000;

  int limitPerCheck() {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, maxPerMinute * intervalMs / MINUTE_MS));
  }
}
