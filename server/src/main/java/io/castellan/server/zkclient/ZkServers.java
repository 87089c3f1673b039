package io.castellan.server.zkclient;

import io.castellan.server.net.Transport;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How a client reaches its servers.
 *
 * @param eventLoops the loops that may carry the connection; the client uses one of them
 * @param channel what a connection is made of; must go with the loops
 * @param addresses where to connect, tried in turn
 * @param description for log lines
 */
public record ZkServers(
    EventLoopGroup eventLoops,
    Class<? extends Channel> channel,
    List<SocketAddress> addresses,
    String description) {

  /** Copies the list. */
  public ZkServers {
    addresses = List.copyOf(addresses);
  }

  /**
   * Servers over TCP. Their order is shuffled, so that the clients of an ensemble spread over it;
   * names that are not resolved yet are resolved anew for every connection.
   */
  public static ZkServers tcp(Transport transport, List<InetSocketAddress> servers) {
    List<SocketAddress> addresses = new ArrayList<>(servers);
    Collections.shuffle(addresses);
    StringBuilder description = new StringBuilder();
    for (InetSocketAddress server : servers) {
      description.append(description.isEmpty() ? "" : ",");
      description.append(server.getHostString()).append(':').append(server.getPort());
    }
    return new ZkServers(
        transport.eventLoops(), transport.clientChannel(), addresses, description.toString());
  }

  /**
   * The server of this process.
   *
   * @param eventLoops loops with Netty's local I/O
   * @param address what the server is bound to
   */
  public static ZkServers inProcess(EventLoopGroup eventLoops, LocalAddress address) {
    return new ZkServers(eventLoops, LocalChannel.class, List.of(address), address.toString());
  }
}
