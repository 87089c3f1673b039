package io.castellan.server.zk.peer.election;

import io.castellan.server.lane.Lane;
import io.castellan.server.net.Listener;
import io.castellan.server.net.Transport;
import io.castellan.zk.protocol.quorum.ElectionHello;
import io.castellan.zk.protocol.quorum.ElectionMessage;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends and receives votes. Owned by the ensemble lane; its connections belong to event loops and
 * come to it as tasks.
 */
public final class ElectionPort implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ElectionPort.class);
  private static final int BIND_PAUSE_MS = 1000;

  private final Lane lane;
  private final Transport transport;
  private final ElectionAddresses addresses;
  private final Voters voters;
  private final Map<Long, ChannelHandlerContext> connections = new HashMap<>();
  private final Map<Long, ElectionMessage> lastSent = new HashMap<>();
  private final Set<Long> dialing = new HashSet<>();
  private @Nullable Listener listener;

  /** Takes part in elections. */
  @FunctionalInterface
  public interface Voters {
    /** A server has said what it votes for. On the ensemble lane. */
    void onMessage(long from, ElectionMessage message);
  }

  /** A port that is not open yet. */
  public ElectionPort(Lane lane, Transport transport, ElectionAddresses addresses, Voters voters) {
    this.lane = lane;
    this.transport = transport;
    this.addresses = addresses;
    this.voters = voters;
  }

  /**
   * Opens the port. By the thread that starts the server.
   *
   * @param onAllInterfaces whether on all of the machine's addresses ({@code quorumListenOnAllIPs})
   * @param retries how often again when the port cannot be had ({@code electionPortBindRetry})
   * @throws IOException when it cannot be had
   */
  public void open(boolean onAllInterfaces, int retries) throws IOException {
    InetSocketAddress own = addresses.own();
    InetSocketAddress address =
        onAllInterfaces
            ? new InetSocketAddress(own.getPort())
            : new InetSocketAddress(own.getHostString(), own.getPort());
    for (int left = retries; ; left--) {
      try {
        listener =
            Listener.bind(
                transport,
                address,
                Listener.Settings.DEFAULT,
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(ElectionChannel.accepted(new Hands()));
                  }
                });
        return;
      } catch (IOException e) {
        if (left <= 0) {
          throw e;
        }
        log.warn("election port cannot be had, trying again: {}", e.getMessage());
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      new CountDownLatch(1).await(BIND_PAUSE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the election port", e);
    }
  }

  /** Sends a vote, now or once there is a connection. On the lane. */
  public void send(long to, ElectionMessage message) {
    lastSent.put(to, message);
    ChannelHandlerContext connection = connections.get(to);
    if (connection != null) {
      write(connection, message);
    } else {
      dial(to);
    }
  }

  private static void write(ChannelHandlerContext connection, ElectionMessage message) {
    connection
        .executor()
        .execute(() -> connection.writeAndFlush(ElectionChannel.encode(connection, message)));
  }

  private void dial(long to) {
    InetSocketAddress address = addresses.byServer().get(to);
    if (address == null || !dialing.add(to)) {
      return;
    }
    boolean keeps = addresses.serverId() > to;
    new Bootstrap()
        .group(transport.eventLoops())
        .channel(transport.clientChannel())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, addresses.connectTimeoutMs())
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(ElectionChannel.dialed(new Hands(), to));
              }
            })
        .connect(InetSocketAddress.createUnresolved(address.getHostString(), address.getPort()))
        .addListener((ChannelFuture dialed) -> onDialed(to, keeps, dialed));
  }

  /** On the event loop. */
  private void onDialed(long to, boolean keeps, ChannelFuture dialed) {
    if (!dialed.isSuccess()) {
      log.debug("server {} cannot be reached: {}", to, dialed.cause().toString());
      lane.execute(() -> dialing.remove(to));
      return;
    }
    Channel channel = dialed.channel();
    ChannelHandlerContext context = channel.pipeline().context(ElectionChannel.class);
    if (context == null) {
      lane.execute(() -> dialing.remove(to)); // it was closed by now
      return;
    }
    InetSocketAddress own = addresses.own();
    ElectionHello hello =
        new ElectionHello(
            ElectionHello.Version.V1,
            addresses.serverId(),
            List.of(text(own.getHostString()) + ":" + own.getPort()));
    ChannelFuture greeted = context.writeAndFlush(ElectionChannel.encode(context, hello));
    if (!keeps) {
      greeted.addListener(ChannelFutureListener.CLOSE); // the other one, asked so, connects back
    }
    lane.execute(
        () -> {
          dialing.remove(to);
          if (keeps) {
            onConnected(to, context);
          }
        });
  }

  private static String text(String host) {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }

  private void onConnected(long peer, ChannelHandlerContext context) {
    ChannelHandlerContext before = connections.put(peer, context);
    if (before != null && before != context) {
      before.close();
    }
    ElectionMessage last = lastSent.get(peer);
    if (last != null) {
      write(context, last); // it may have been lost with the connection before
    }
  }

  /** What event loops hear, on its way to the lane. */
  private final class Hands implements ElectionChannel.Owner {
    @Override
    public @Nullable String onHello(ChannelHandlerContext context, ElectionHello hello) {
      long peer = hello.serverId();
      if (!addresses.byServer().containsKey(peer)) {
        return "server " + peer + " is not in the configuration";
      } else if (peer == addresses.serverId()) {
        return "it has this server's own number, " + peer;
      } else if (peer < addresses.serverId()) {
        context.close();
        lane.execute(() -> dial(peer));
      } else {
        lane.execute(() -> onConnected(peer, context));
      }
      return null;
    }

    @Override
    public void onMessage(long from, ElectionMessage message) {
      lane.execute(() -> voters.onMessage(from, message));
    }

    @Override
    public void onClosed(long peer, ChannelHandlerContext context) {
      lane.execute(() -> connections.remove(peer, context));
    }
  }

  @Override
  public void close() {
    Listener open = listener;
    if (open != null) {
      open.close();
    }
  }
}
