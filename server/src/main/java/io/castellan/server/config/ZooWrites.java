package io.castellan.server.config;

/**
 * Which writes are refused whoever asks.
 *
 * @param enforceQuota whether those are that go beyond a hard limit of a quota
 * @param reconfigEnabled whether a change of the ensemble is not; there is none to change, so it
 *     decides which error a client sees
 */
public record ZooWrites(boolean enforceQuota, boolean reconfigEnabled) {
  static ZooWrites of(Settings settings) {
    return new ZooWrites(
        settings.getBoolean("zookeeper.enforceQuota"), settings.getBoolean("reconfigEnabled"));
  }
}
