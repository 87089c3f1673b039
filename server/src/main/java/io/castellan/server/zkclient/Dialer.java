package io.castellan.server.zkclient;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.local.LocalChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.SocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to one server after the other until one answers. Owned by the session's event loop. */
final class Dialer {
  private static final Logger log = LoggerFactory.getLogger(Dialer.class);

  /** How long to wait when every server has been tried, as stock clients do. */
  private static final int ROUND_PAUSE_MS = 1000;

  /** A lost connection is usually lost by many clients at once: they shall not return at once. */
  private static final int SPREAD_MS = 100;

  private static final int MIN_CONNECT_TIMEOUT_MS = 1000;

  private final ZkServers servers;
  private final EventLoop loop;
  private final Session session;
  private final int connectTimeoutMs;
  private final int maxFrameBytes;
  private int next;
  private int failuresInARow;
  private boolean stopped;

  Dialer(ZkServers servers, EventLoop loop, Session session, int sessionTimeoutMs, int maxFrame) {
    this.servers = servers;
    this.loop = loop;
    this.session = session;
    this.connectTimeoutMs =
        Math.max(MIN_CONNECT_TIMEOUT_MS, sessionTimeoutMs / servers.addresses().size());
    this.maxFrameBytes = maxFrame;
  }

  /** A session stands: the next loss is a first one. */
  void onConnected() {
    failuresInARow = 0;
  }

  void stop() {
    stopped = true;
  }

  /** Try the next server, after a pause that grows with the failures. */
  void dial() {
    if (stopped) {
      return;
    }
    int pauseMs = pauseMs();
    failuresInARow++;
    if (pauseMs == 0) {
      dialNow();
    } else {
      loop.schedule(this::dialNow, pauseMs, TimeUnit.MILLISECONDS);
    }
  }

  private int pauseMs() {
    if (failuresInARow == 0) {
      return 0;
    }
    boolean wholeRound = failuresInARow % servers.addresses().size() == 0;
    return wholeRound && failuresInARow > 1
        ? ROUND_PAUSE_MS
        : 1 + ThreadLocalRandom.current().nextInt(SPREAD_MS);
  }

  private void dialNow() {
    if (stopped) {
      return;
    }
    SocketAddress address = servers.addresses().get(next++ % servers.addresses().size());
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(servers.channel())
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectTimeoutMs)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new LengthFieldBasedFrameDecoder(maxFrameBytes, 0, 4, 0, 4))
                        .addLast(
                            new SessionConnection(
                                session, address.toString(), connectTimeoutMs, maxFrameBytes));
                  }
                });
    if (servers.channel() != LocalChannel.class) {
      bootstrap.option(ChannelOption.TCP_NODELAY, true);
    }
    bootstrap
        .connect(address)
        .addListener(
            (ChannelFuture connected) -> {
              if (!connected.isSuccess()) {
                log.debug(
                    "zookeeper connect failed server={} reason={}",
                    address,
                    connected.cause().toString());
                session.onDialFailed();
                dial();
              }
            });
  }
}
