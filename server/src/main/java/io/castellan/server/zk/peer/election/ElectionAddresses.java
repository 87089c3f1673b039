package io.castellan.server.zk.peer.election;

import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Where the servers of an ensemble vote.
 *
 * @param serverId this server's number
 * @param byServer the election addresses, unresolved: a name is looked up anew at each attempt
 * @param connectTimeoutMs how long an attempt may take ({@code zookeeper.cnxTimeout})
 */
public record ElectionAddresses(
    long serverId, Map<Long, InetSocketAddress> byServer, int connectTimeoutMs) {
  /** This server's own. */
  InetSocketAddress own() {
    InetSocketAddress own = byServer.get(serverId);
    if (own == null) {
      throw new IllegalStateException("server " + serverId + ": no address");
    }
    return own;
  }
}
