package io.castellan.server.config;

/**
 * How ZooKeeper keeps crowds of clients at bay (ZOOKEEPER-3242, ZOOKEEPER-3243).
 *
 * @param connections how fast sessions may be opened
 * @param requests how many requests may be under way
 */
public record ZooThrottle(Connections connections, Requests requests) {
  private static final String CONNECTION = "zookeeper.connection_throttle_";
  private static final String REQUEST = "zookeeper.request_";

  /**
   * A bucket of tokens, of which each session that is opened or taken up costs some, with random
   * refusals before it is empty.
   *
   * @param tokens how many there are when the bucket is full; 0 for no throttle
   * @param fillTimeMs every so many milliseconds
   * @param fillCount so many are added
   * @param freezeTimeMs how long the share of random refusals stays as it is; -1 for none at all
   * @param dropIncrease by how much that share grows while the bucket is empty
   * @param dropDecrease by how much it shrinks while the bucket is full enough
   * @param decreaseRatio which part of the bucket may be gone while it counts as full enough
   * @param openCost what a new session costs
   * @param resumeCost what taking one up again costs
   */
  public record Connections(
      int tokens,
      int fillTimeMs,
      int fillCount,
      int freezeTimeMs,
      double dropIncrease,
      double dropDecrease,
      double decreaseRatio,
      int openCost,
      int resumeCost) {
    /** No throttle. */
    public static final Connections NONE = new Connections(0, 1, 1, -1, 0.02, 0.002, 0, 1, 1);
  }

  /**
   * The limit on requests that are under way; others wait before they are begun.
   *
   * @param maxUnderWay 0 for no limit
   * @param dropsStale whether one is dropped that nobody waits for any more
   * @param checksConnection whether that is so when its connection is gone
   * @param checksLatency whether that is so when it has waited for longer than its session's
   *     timeout
   * @param maxWaitMs a request that has waited for longer is answered with an error; 0 for no limit
   */
  public record Requests(
      int maxUnderWay,
      boolean dropsStale,
      boolean checksConnection,
      boolean checksLatency,
      int maxWaitMs) {
    /** No limit. */
    public static final Requests NONE = new Requests(0, true, true, false, 0);
  }

  static ZooThrottle of(Settings settings) {
    boolean weighted = settings.getBoolean(CONNECTION + "weight_enabled");
    return new ZooThrottle(
        new Connections(
            settings.getInt(CONNECTION + "tokens"),
            settings.getInt(CONNECTION + "fill_time"),
            settings.getInt(CONNECTION + "fill_count"),
            settings.getInt(CONNECTION + "freeze_time"),
            settings.getDouble(CONNECTION + "drop_increase"),
            settings.getDouble(CONNECTION + "drop_decrease"),
            settings.getDouble(CONNECTION + "decrease_ratio"),
            weighted ? settings.getInt(CONNECTION + "global_session_weight") : 1,
            weighted ? settings.getInt(CONNECTION + "renew_session_weight") : 1),
        new Requests(
            settings.getInt(REQUEST + "throttle_max_requests"),
            settings.getBoolean(REQUEST + "throttle_drop_stale"),
            settings.getBoolean(REQUEST + "stale_connection_check"),
            settings.getBoolean(REQUEST + "stale_latency_check"),
            settings.getInt("zookeeper.throttled_op_wait_time")));
  }
}
