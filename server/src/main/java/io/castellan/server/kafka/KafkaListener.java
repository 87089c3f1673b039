package io.castellan.server.kafka;

import io.castellan.kafka.protocol.net.KafkaFrameDecoder;
import io.castellan.kafka.protocol.net.KafkaFrameEncoder;
import io.castellan.kafka.protocol.schema.Codecs;
import io.castellan.kafka.protocol.schema.OutboundFrame;
import io.castellan.server.auth.Principal;
import io.castellan.server.net.Listener;
import io.castellan.server.net.ReplyQueue;
import io.castellan.server.net.Transport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of the broker's listeners: builds the pipeline of every connection that comes through it. */
public final class KafkaListener implements AutoCloseable {

  /**
   * What a listener needs to know.
   *
   * @param name its name in {@code listeners}, such as {@code PLAINTEXT}
   * @param address where it listens; port 0 takes a free one
   * @param socket the sockets' settings
   * @param maxRequestBytes {@code socket.request.max.bytes}
   * @param maxIdleMs {@code connections.max.idle.ms}; 0 or less never closes
   */
  public record Settings(
      String name,
      InetSocketAddress address,
      Listener.Settings socket,
      int maxRequestBytes,
      long maxIdleMs) {}

  private static final Logger log = LoggerFactory.getLogger(KafkaListener.class);

  private final Settings settings;
  private final Listener listener;

  private KafkaListener(Settings settings, Listener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Take the port. Connections wait until {@link #accept}.
   *
   * @throws IOException when the port cannot be had; its message names the address
   */
  public static KafkaListener bind(
      Settings settings, Transport transport, ApiTable table, Codecs codecs, Reception reception)
      throws IOException {
    AtomicReference<@Nullable Listener> bound = new AtomicReference<>();
    Listener listener =
        Listener.bindWaiting(
            transport,
            settings.address(),
            settings.socket(),
            reception.limits().door(settings.name(), () -> acceptAgain(bound.get())),
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                admit(channel, settings, table, codecs, reception);
              }
            });
    bound.set(listener);
    return new KafkaListener(settings, listener);
  }

  private static void acceptAgain(@Nullable Listener listener) {
    if (listener != null) {
      listener.accept();
    }
  }

  private static void admit(
      Channel channel, Settings settings, ApiTable table, Codecs codecs, Reception reception) {
    ConnectionLimits limits = reception.limits();
    if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
      channel.close(); // reset before it was accepted
      return;
    }
    String tooMany = limits.tryAcquire(remote.getAddress());
    if (tooMany != null) {
      log.warn(
          "connection refused listener={} peer={} reason={}",
          settings.name(),
          remote.getAddress().getHostAddress(),
          tooMany);
      channel.close();
      return;
    }
    channel.closeFuture().addListener(closed -> limits.release(remote.getAddress()));
    if (settings.maxIdleMs() > 0) {
      channel
          .pipeline()
          .addLast(new IdleStateHandler(0, 0, settings.maxIdleMs(), TimeUnit.MILLISECONDS));
    }
    ConnectionIdentity identity =
        new ConnectionIdentity(settings.name(), remote, Principal.ANONYMOUS);
    ReplyQueue replies =
        new ReplyQueue(
            channel,
            KafkaConnection.MAX_OUTSTANDING,
            KafkaConnection.MAX_OUTSTANDING_BYTES,
            KafkaListener::discard);
    channel
        .pipeline()
        .addLast(
            new KafkaFrameDecoder(settings.maxRequestBytes()),
            new KafkaFrameEncoder(),
            new KafkaConnection(table, codecs, identity, replies, reception));
  }

  private static void discard(Object frame) {
    ((OutboundFrame) frame).release();
  }

  /** Serve the connections that wait, and all that come. */
  public void accept() {
    listener.accept();
  }

  /** The listener's name. */
  public String name() {
    return settings.name();
  }

  /** Where it listens, with the port that was chosen. */
  public InetSocketAddress address() {
    return listener.address();
  }

  /** How many connections are open. */
  public int connectionCount() {
    return listener.connections().size();
  }

  /** Stop listening and close every connection. */
  @Override
  public void close() {
    listener.close();
  }
}
