package io.castellan.server.zk.jmx;

import static io.castellan.server.zk.jmx.BeanAttribute.ofBoolean;
import static io.castellan.server.zk.jmx.BeanAttribute.ofDouble;
import static io.castellan.server.zk.jmx.BeanAttribute.ofInt;
import static io.castellan.server.zk.jmx.BeanAttribute.ofLong;
import static io.castellan.server.zk.jmx.BeanAttribute.ofText;
import static io.castellan.server.zk.jmx.BeanOperation.doing;

import io.castellan.server.config.ZooLimits;
import io.castellan.server.config.ZooThrottle;
import io.castellan.server.zk.admin.AdminRooms;
import io.castellan.server.zk.admin.ConfigSummary;
import io.castellan.server.zk.admin.DateText;
import io.castellan.server.zk.admin.ServerVersion;
import io.castellan.server.zk.metrics.ResponseSizes;
import io.castellan.server.zk.request.ServerStats;
import java.util.function.Supplier;

/** The bean of the server as a whole. */
final class ServerBean {
  private ServerBean() {}

  static Bean of(AdminRooms rooms, ZooLimits limits, LaneView view) {
    Bean bean = new Bean("A ZooKeeper server", view);
    addIdentity(bean, rooms);
    addConfiguration(bean, rooms.config(), limits);
    addTraffic(bean, rooms);
    addDisk(bean, rooms);
    addThrottles(bean, limits.throttle());
    addOperations(bean, rooms);
    return bean;
  }

  private static void addIdentity(Bean bean, AdminRooms rooms) {
    long started = rooms.wallClockMs(rooms.startedMs());
    bean.with(ofText("Version", "The version", () -> ServerVersion.TEXT).late())
        .with(ofText("StartTime", "When it started", () -> DateText.of(started)).late())
        .with(
            ofText(
                    "ClientPort",
                    "The port for clients",
                    () -> Integer.toString(rooms.config().clientPort()))
                .late())
        .with(ofText("SecureClientPort", "The port for TLS", () -> "").late())
        .with(ofText("SecureClientAddress", "The address for TLS", () -> "").late());
  }

  private static void addConfiguration(Bean bean, ConfigSummary config, ZooLimits limits) {
    bean.with(number("TickTime", "Milliseconds of a tick", config.tickMs()))
        .with(number("MinSessionTimeout", "Milliseconds", config.minSessionTimeoutMs()))
        .with(number("MaxSessionTimeout", "Milliseconds", config.maxSessionTimeoutMs()))
        .with(
            number(
                "MaxClientCnxnsPerHost",
                "Most connections of an address; 0 for no limit",
                config.maxClientConnections()))
        .with(number("MaxCnxns", "Most connections; 0 for no limit", limits.maxConnections()))
        .with(number("JuteMaxBufferSize", "Most bytes of a request", limits.maxRequestBytes()))
        .with(ofBoolean("ResponseCachingEnabled", "Whether answers are cached", false));
  }

  private static void addTraffic(Bean bean, AdminRooms rooms) {
    ServerStats stats = rooms.clients().stats();
    ResponseSizes sizes = rooms.metrics().connections().responseSizes();
    bean.with(ofLong("PacketsReceived", "Requests", stats::received))
        .with(ofLong("PacketsSent", "Answers and events", stats::sent))
        .with(ofDouble("AvgRequestLatency", "Milliseconds", rooms::averageLatencyMs))
        .with(ofLong("MinRequestLatency", "Milliseconds", () -> stats.latency().minMs()))
        .with(ofLong("MaxRequestLatency", "Milliseconds", () -> stats.latency().maxMs()))
        .with(
            ofLong(
                "OutstandingRequests",
                "Requests that are not answered",
                () -> rooms.clients().outstanding().count()))
        .with(
            ofLong("NumAliveConnections", "Connections", () -> (long) rooms.clients().all().size()))
        .with(
            ofLong(
                "AuthFailedCount",
                "Credentials that proved nothing",
                () -> rooms.metrics().lane().authFailedCount()))
        .with(ofLong("NonMTLSRemoteConnCount", "Without TLS on its port", () -> 0L).late())
        .with(ofLong("NonMTLSLocalConnCount", "Without TLS on its port", () -> 0L).late())
        .with(ofInt("LastClientResponseSize", "Bytes", sizes::last))
        .with(ofInt("MinClientResponseSize", "Bytes", sizes::min))
        .with(ofInt("MaxClientResponseSize", "Bytes", sizes::max));
  }

  private static void addDisk(Bean bean, AdminRooms rooms) {
    Supplier<Object> snapshotBytes = rooms.config()::snapshotBytes;
    Supplier<Object> logBytes = rooms.config()::logBytes;
    bean.with(ofLong("DataDirSize", "Bytes of the snapshots' directory", snapshotBytes).late())
        .with(ofLong("LogDirSize", "Bytes of the logs' directory", logBytes).late())
        .with(
            ofLong(
                "TxnLogElapsedSyncTime",
                "Milliseconds that the last force of the log took",
                () -> rooms.metrics().log().lastForceMs()))
        .with(
            ofLong(
                "FsyncThresholdExceedCount",
                "Forces of the log that took too long",
                () -> rooms.metrics().log().slowForceCount()));
  }

  private static void addThrottles(Bean bean, ZooThrottle throttle) {
    ZooThrottle.Connections connections = throttle.connections();
    bean.with(number("ConnectionMaxTokens", "0 for no throttle", connections.tokens()))
        .with(number("ConnectionTokenFillTime", "Milliseconds", connections.fillTimeMs()))
        .with(number("ConnectionTokenFillCount", "Tokens", connections.fillCount()))
        .with(number("ConnectionFreezeTime", "Milliseconds", connections.freezeTimeMs()))
        .with(share("ConnectionDropIncrease", connections.dropIncrease()))
        .with(share("ConnectionDropDecrease", connections.dropDecrease()))
        .with(share("ConnectionDecreaseRatio", connections.decreaseRatio()));
    ZooThrottle.Requests requests = throttle.requests();
    bean.with(number("RequestThrottleLimit", "0 for no limit", requests.maxUnderWay()))
        .with(number("ThrottledOpWaitTime", "Milliseconds", requests.maxWaitMs()))
        .with(
            ofBoolean(
                "RequestThrottleDropStale",
                "Whether requests are dropped that nobody waits for",
                requests.dropsStale()))
        .with(
            ofBoolean(
                "RequestStaleLatencyCheck",
                "Whether a long wait makes a request such a one",
                requests.checksLatency()))
        .with(
            ofBoolean(
                "RequestStaleConnectionCheck",
                "Whether a closed connection does",
                requests.checksConnection()));
  }

  private static BeanAttribute number(String name, String description, int value) {
    return ofInt(name, description, () -> value).late();
  }

  private static BeanAttribute share(String name, double value) {
    return ofDouble(name, "Of all that come", () -> value).late();
  }

  private static void addOperations(Bean bean, AdminRooms rooms) {
    ServerStats stats = rooms.clients().stats();
    bean.with(doing("resetLatency", "Forget latencies", () -> stats.latency().reset()))
        .with(doing("resetMaxLatency", "Forget the longest", () -> stats.latency().resetMax()))
        .with(
            doing(
                "resetFsyncThresholdExceedCount",
                "Forget forces that took too long",
                () -> rooms.metrics().log().resetSlowForces()))
        .with(
            doing(
                "resetAuthFailedCount",
                "Forget failed credentials",
                () -> rooms.metrics().lane().resetAuthFailed()))
        .with(doing("resetStatistics", "Count from nothing again", rooms::resetServer));
  }
}
