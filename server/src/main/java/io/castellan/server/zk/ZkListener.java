package io.castellan.server.zk;

import io.castellan.server.net.Listener;
import io.castellan.server.net.LocalListener;
import io.castellan.server.net.Transport;
import io.castellan.zk.protocol.net.ZkFrameDecoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.local.LocalAddress;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Where clients connect: a TCP port, and Netty's local transport for the broker in the same
 * process, which then speaks the same protocol without a socket.
 */
final class ZkListener implements AutoCloseable {
  private final Listener tcp;
  private final LocalListener local;

  private ZkListener(Listener tcp, LocalListener local) {
    this.tcp = tcp;
    this.local = local;
  }

  static ZkListener bind(
      Transport transport,
      InetSocketAddress address,
      Listener.Settings settings,
      int maxFrameBytes,
      ServerRooms rooms)
      throws IOException {
    ChannelHandler initializer =
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            channel
                .pipeline()
                .addLast(ZkFrameDecoder.forServer(maxFrameBytes))
                .addLast(new ZkFrameWriter(rooms.metrics()))
                .addLast(new ZkConnection(channel, rooms));
          }
        };
    Listener tcp = Listener.bind(transport, address, settings, initializer);
    return new ZkListener(tcp, LocalListener.bind("zookeeper", initializer));
  }

  InetSocketAddress address() {
    return tcp.address();
  }

  LocalAddress localAddress() {
    return local.address();
  }

  EventLoopGroup localEventLoops() {
    return local.eventLoops();
  }

  @Override
  public void close() {
    tcp.close();
    local.close();
  }
}
