package io.castellan.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeUnit;

/** One listening port and the connections that came through it. */
public final class Listener implements AutoCloseable {
  /** Socket settings; a size of -1 leaves the system's. */
  public record Settings(
      int backlog, int sendBufferBytes, int receiveBufferBytes, boolean keepAlive) {
    /** What a listener has unless its configuration says otherwise. */
    public static final Settings DEFAULT = new Settings(512, -1, -1, true);
  }

  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

  private final Channel channel;
  private final ChannelGroup connections;

  private Listener(Channel channel, ChannelGroup connections) {
    this.channel = channel;
    this.connections = connections;
  }

  /**
   * Listen.
   *
   * @param transport whose loops serve the port and its connections
   * @param address where; port 0 takes a free one
   * @param initializer builds each connection's pipeline
   * @throws IOException when the port cannot be had; its message names the address
   */
  public static Listener bind(
      Transport transport, InetSocketAddress address, Settings settings, ChannelHandler initializer)
      throws IOException {
    Listener listener = bindWaiting(transport, address, settings, initializer);
    listener.accept();
    return listener;
  }

  /**
   * Take the port, as {@link #bind} does, and let connections wait until {@link #accept}: for a
   * server that must say early that it cannot have its port, and answer late.
   *
   * @throws IOException when the port cannot be had; its message names the address
   */
  public static Listener bindWaiting(
      Transport transport, InetSocketAddress address, Settings settings, ChannelHandler initializer)
      throws IOException {
    return bindWaiting(transport, address, settings, AcceptGate.OPEN, initializer);
  }

  /**
   * The same, with a gate that says when there is room for the next connection.
   *
   * @throws IOException when the port cannot be had; its message names the address
   */
  public static Listener bindWaiting(
      Transport transport,
      InetSocketAddress address,
      Settings settings,
      AcceptGate gate,
      ChannelHandler initializer)
      throws IOException {
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(transport.eventLoops())
            .channel(transport.serverChannel())
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, settings.backlog())
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, settings.keepAlive())
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .handler(new GateKeeper(gate))
            .childHandler(new ConnectionTracker(connections, initializer));
    if (settings.sendBufferBytes() > 0) {
      bootstrap.childOption(ChannelOption.SO_SNDBUF, settings.sendBufferBytes());
    }
    if (settings.receiveBufferBytes() > 0) {
      bootstrap.option(ChannelOption.SO_RCVBUF, settings.receiveBufferBytes());
    }
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "listen: " + text(address) + " (" + reason(bound.cause()) + ")", bound.cause());
    }
    return new Listener(bound.channel(), connections);
  }

  /** Take the connections that wait, and all that come. */
  public void accept() {
    channel.config().setAutoRead(true);
  }

  /** The address that was bound, with the port that was chosen. */
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** The open connections. */
  public ChannelGroup connections() {
    return connections;
  }

  /** Stop listening and close every connection, waiting at most a second. */
  @Override
  public void close() {
    channel.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  private static String text(InetSocketAddress address) {
    return (address.isUnresolved()
            ? address.getHostString()
            : address.getAddress().getHostAddress())
        + ":"
        + address.getPort();
  }

  private static String reason(Throwable cause) {
    if (cause instanceof UnresolvedAddressException) {
      return "unknown host";
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
