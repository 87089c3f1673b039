package io.castellan.server.http;

import io.castellan.server.net.Listener;
import io.castellan.server.net.Transport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A port that speaks HTTP. */
public final class HttpListener implements AutoCloseable {
  private final Listener listener;

  private HttpListener(Listener listener) {
    this.listener = listener;
  }

  /**
   * Listen.
   *
   * @param transport whose loops serve the port
   * @param idleMs how long a connection may stay silent; 0 for ever
   * @throws IOException when the port cannot be had; its message names the address
   */
  public static HttpListener bind(
      Transport transport, InetSocketAddress address, long idleMs, HttpService service)
      throws IOException {
    return new HttpListener(
        Listener.bind(
            transport,
            address,
            Listener.Settings.DEFAULT,
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    // Bytes that the client takes of a long answer are signs of life too.
                    .addLast(new IdleStateHandler(true, 0, 0, idleMs, TimeUnit.MILLISECONDS))
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpConnection(channel, service));
              }
            }));
  }

  /** The address that was bound, with the port that was chosen. */
  public InetSocketAddress address() {
    return listener.address();
  }

  @Override
  public void close() {
    listener.close();
  }
}
