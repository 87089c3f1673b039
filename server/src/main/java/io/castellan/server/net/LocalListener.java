package io.castellan.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * An address that only this process can connect to, over Netty's local transport. It has an event
 * loop of its own, since those of sockets cannot carry local channels.
 */
public final class LocalListener implements AutoCloseable {
  private final EventLoopGroup loops;
  private final Channel channel;
  private final ChannelGroup connections;

  private LocalListener(EventLoopGroup loops, Channel channel, ChannelGroup connections) {
    this.loops = loops;
    this.channel = channel;
    this.connections = connections;
  }

  /**
   * Listen at a fresh address.
   *
   * @param name goes into the address and the thread's name
   * @param initializer builds each connection's pipeline
   */
  public static LocalListener bind(String name, ChannelHandler initializer) throws IOException {
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory(name + "-local"), LocalIoHandler.newFactory());
    var bound =
        new ServerBootstrap()
            .group(loops)
            .channel(LocalServerChannel.class)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childHandler(new ConnectionTracker(connections, initializer))
            .bind(LocalAddress.ANY)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new IOException("listen: local transport, " + bound.cause(), bound.cause());
    }
    return new LocalListener(loops, bound.channel(), connections);
  }

  /** The address that was bound. */
  public LocalAddress address() {
    return (LocalAddress) channel.localAddress();
  }

  /** The loop of the connections, which the clients of this process may use as well. */
  public EventLoopGroup eventLoops() {
    return loops;
  }

  /** Stop listening, close every connection, and end the loop. */
  @Override
  public void close() {
    channel.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
