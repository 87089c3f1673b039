package io.castellan.server.zk;

import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import io.castellan.server.net.PacedExecutor;
import io.castellan.server.zk.metrics.ConnectionMetrics;
import io.castellan.server.zk.request.Clients;
import io.castellan.server.zk.request.RequestTable;
import io.netty.channel.EventLoop;
import java.util.concurrent.ConcurrentMap;

/**
 * What every connection of a server works with.
 *
 * @param lane the ensemble lane
 * @param clients owned by that lane
 * @param pushes carries events, a few connections at a time, for each event loop; the lane releases
 *     them when it has drained its queue
 * @param words answers four-letter words
 * @param maxLengthBytes the longest string or byte array in a request
 * @param sessionlessTimeoutMs how long a connection may stay without a first frame
 */
record ServerRooms(
    Lane lane,
    Clients clients,
    ConcurrentMap<EventLoop, PacedExecutor> pushes,
    RequestTable requests,
    WordService words,
    ConnectionLimits limits,
    FlowControl flow,
    ConnectionMetrics metrics,
    ClientSasl sasl,
    int maxLengthBytes,
    int sessionlessTimeoutMs) {
  PacedExecutor pushes(EventLoop loop) {
    return pushes.computeIfAbsent(loop, PacedExecutor::new);
  }

  Clock clock() {
    return lane.clock();
  }
}
