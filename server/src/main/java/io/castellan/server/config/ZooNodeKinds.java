package io.castellan.server.config;

/**
 * The nodes that the server deletes by itself.
 *
 * @param timeToLive whether nodes may have a time to live
 * @param timeToLiveOf353 whether a time to live is known that 3.5.3 has stored
 * @param checkIntervalMs how often unused containers and nodes out of their time are looked for
 * @param maxPerMinute how many of them may be deleted in a minute
 * @param maxNeverUsedMs how long a container may stay that never had a child; 0 is for ever
 */
public record ZooNodeKinds(
    boolean timeToLive,
    boolean timeToLiveOf353,
    int checkIntervalMs,
    int maxPerMinute,
    long maxNeverUsedMs) {
  static ZooNodeKinds of(Settings settings) {
    return new ZooNodeKinds(
        settings.getBoolean("zookeeper.extendedTypesEnabled"),
        settings.getBoolean("zookeeper.emulate353TTLNodes"),
        settings.getInt("znode.container.checkIntervalMs"),
        settings.getInt("znode.container.maxPerMinute"),
        settings.getLong("znode.container.maxNeverUsedIntervalMs"));
  }
}
