package io.castellan.server.kafka.interbroker;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.net.KafkaFrameDecoder;
import io.castellan.kafka.protocol.net.KafkaFrameEncoder;
import io.castellan.kafka.protocol.schema.Codecs;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The way to one other broker: a connection that is made when there is something to send, and made
 * anew for what is sent after it broke. Requests go out and answers come back in one order. Any
 * thread may send; everything else happens on the link's event loop.
 */
public final class BrokerLink implements AutoCloseable {
  private final EventLoop loop;
  private final Class<? extends Channel> channelClass;
  private final Codecs codecs;
  private final String host;
  private final int port;
  private final LinkSettings settings;
  private final ArrayDeque<PendingRequest<?, ?>> unsent = new ArrayDeque<>();
  private @Nullable LinkConnection connection;
  private boolean dialling;
  private boolean closed;

  /**
   * A link that is not connected yet.
   *
   * @param channelClass that goes with the loop, see {@link
   *     io.castellan.server.net.Transport#clientChannel}
   * @param host a name is looked up at every attempt, so that a broker may move
   */
  public BrokerLink(
      EventLoop loop,
      Class<? extends Channel> channelClass,
      Codecs codecs,
      String host,
      int port,
      LinkSettings settings) {
    this.loop = loop;
    this.channelClass = channelClass;
    this.codecs = codecs;
    this.host = host;
    this.port = port;
    this.settings = settings;
  }

  /**
   * Send a request.
   *
   * @param version of the request; the other broker must know it
   * @param reply told the answer, or that there will be none
   */
  public <Q extends Record, R extends Record> void send(
      ApiKey api, int version, Q request, Class<R> answerType, Reply<R> reply) {
    @SuppressWarnings("unchecked") // a record's class is final
    Class<Q> requestType = (Class<Q>) request.getClass();
    PendingRequest<Q, R> pending =
        new PendingRequest<>(
            api, version, request, requestType, answerType, reply, System.nanoTime());
    loop.execute(() -> onSend(pending));
  }

  /** Where the link leads, for log lines. */
  public String peer() {
    return host + ":" + port;
  }

  /** Give up what is open; every reply that is waited for fails. */
  @Override
  public void close() {
    loop.execute(
        () -> {
          closed = true;
          LinkConnection open = connection;
          if (open != null) {
            open.close("link closed");
          }
          failUnsent("link closed");
        });
  }

  private void onSend(PendingRequest<?, ?> pending) {
    LinkConnection open = connection;
    if (closed) {
      pending.reply().onFailure(said("link closed"));
    } else if (open != null) {
      open.send(pending);
    } else {
      unsent.add(pending);
      dial();
    }
  }

  private void dial() {
    if (dialling) {
      return;
    }
    dialling = true;
    new Bootstrap()
        .group(loop)
        .channel(channelClass)
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.connectTimeoutMs())
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(new KafkaFrameDecoder(settings.maxAnswerBytes()))
                    .addLast(new KafkaFrameEncoder())
                    .addLast(new LinkConnection(BrokerLink.this, codecs, settings));
              }
            })
        .connect(InetSocketAddress.createUnresolved(host, port))
        .addListener((ChannelFuture connected) -> onDialled(connected));
  }

  private void onDialled(ChannelFuture connected) {
    dialling = false;
    if (!connected.isSuccess()) {
      failUnsent("cannot be reached: " + connected.cause().getMessage());
      return;
    }
    if (closed) {
      connected.channel().close();
      return;
    }
    LinkConnection opened = connected.channel().pipeline().get(LinkConnection.class);
    if (opened == null) {
      failUnsent("closed the connection at once");
      return;
    }
    connection = opened;
    PendingRequest<?, ?> pending;
    while ((pending = unsent.poll()) != null) {
      opened.send(pending);
    }
  }

  /** A connection ended; it has failed what it had sent. */
  void onClosed(LinkConnection ended) {
    if (connection == ended) {
      connection = null;
    }
  }

  private void failUnsent(String reason) {
    PendingRequest<?, ?> pending;
    while ((pending = unsent.poll()) != null) {
      pending.reply().onFailure(said(reason));
    }
  }

  /** A reason with the other broker's address. */
  String said(String reason) {
    return "broker at " + peer() + ": " + reason;
  }
}
