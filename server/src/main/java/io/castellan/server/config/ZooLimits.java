package io.castellan.server.config;

/**
 * What ZooKeeper's clients may ask for.
 *
 * @param maxConnectionsPerIp the most connections from one address; 0 is no limit
 * @param maxConnections the most connections in all; 0 is no limit
 * @param maxOutstanding how many requests may be unanswered in all before connections are not read
 *     any more
 * @param maxRequestBytes the longest request ({@code jute.maxbuffer})
 * @param maxRecordExtraBytes what a record in the log may have beyond that
 * @param sessionlessTimeoutMs how long a connection may stay without a session
 * @param throttle how crowds of clients are kept at bay
 */
public record ZooLimits(
    int maxConnectionsPerIp,
    int maxConnections,
    int maxOutstanding,
    int maxRequestBytes,
    int maxRecordExtraBytes,
    int sessionlessTimeoutMs,
    ZooThrottle throttle) {
  // ZOOKEEPER-1513: stock reserves as much again, and at least this, for what a txn adds to its
  // request.
  private static final int MIN_EXTRA_BYTES = 1024;

  static ZooLimits of(Settings settings) {
    int maxRequestBytes = settings.getInt("jute.maxbuffer");
    int extra =
        settings.isSet("zookeeper.jute.maxbuffer.extrasize")
            ? settings.getInt("zookeeper.jute.maxbuffer.extrasize")
            : maxRequestBytes;
    return new ZooLimits(
        settings.getInt("maxClientCnxns"),
        settings.getInt("zookeeper.maxCnxns"),
        settings.getInt("zookeeper.globalOutstandingLimit"),
        maxRequestBytes,
        Math.max(extra, MIN_EXTRA_BYTES),
        settings.getInt("zookeeper.nio.sessionlessCnxnTimeout"),
        ZooThrottle.of(settings));
  }
}
