package io.castellan.server.zk.peer.quorum;

import io.castellan.server.net.Listener;
import io.castellan.server.net.Transport;
import io.castellan.server.zk.tree.TreeRules;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes connections between learners and leaders, of both directions. For any thread. */
final class PeerPort implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PeerPort.class);

  private final Transport transport;
  private final TreeRules rules;
  private final int maxBytes;
  private final PeerConnection.Owner owner;
  private final AtomicLong numbers = new AtomicLong();
  private @Nullable Listener listener;

  PeerPort(Transport transport, TreeRules rules, int maxBytes, PeerConnection.Owner owner) {
    this.transport = transport;
    this.rules = rules;
    this.maxBytes = maxBytes;
    this.owner = owner;
  }

  void open(InetSocketAddress address) throws IOException {
    listener =
        Listener.bind(
            transport,
            address,
            Listener.Settings.DEFAULT,
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                add(channel, false);
              }
            });
  }

  private PeerConnection add(Channel channel, boolean toLeader) {
    PeerConnection connection =
        new PeerConnection(numbers.incrementAndGet(), channel, toLeader, rules, maxBytes, owner);
    channel.pipeline().addLast(new ChunkedWriteHandler(), connection);
    return connection;
  }

  /**
   * Connects to a leader.
   *
   * @param connected told, on the event loop, of the connection, or of null when there is none
   */
  void dial(InetSocketAddress leader, int timeoutMs, Consumer<@Nullable PeerConnection> connected) {
    new Bootstrap()
        .group(transport.eventLoops())
        .channel(transport.clientChannel())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMs)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                add(channel, true);
              }
            })
        .connect(InetSocketAddress.createUnresolved(leader.getHostString(), leader.getPort()))
        .addListener(
            (ChannelFuture dialed) -> {
              if (!dialed.isSuccess()) {
                log.info("leader cannot be reached yet: {}", dialed.cause().getMessage());
              }
              connected.accept(
                  dialed.isSuccess()
                      ? dialed.channel().pipeline().get(PeerConnection.class)
                      : null);
            });
  }

  @Override
  public void close() {
    Listener open = listener;
    if (open != null) {
      open.close();
    }
  }
}
