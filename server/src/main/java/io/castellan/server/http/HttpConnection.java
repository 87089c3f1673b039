package io.castellan.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection. Owned by its event loop; whoever answers from elsewhere is sent there.
 *
 * <p>While a request waits for its answer, or a piece of a body for being stored, nothing is read
 * from the socket, and what one read has brought already is held back.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);

  private final Channel channel;
  private final HttpService service;
  private @Nullable HttpCall current;
  private @Nullable HttpBody body;
  private boolean bodyEnded;
  private boolean storing;

  /** The answer waits for a client that does not read. */
  private boolean answering;

  private final Deque<Object> held = new ArrayDeque<>();

  HttpConnection(Channel channel, HttpService service) {
    this.channel = channel;
    this.service = service;
  }

  String remoteAddress() {
    return channel.remoteAddress() instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress()
        : "";
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    held.add(message);
    pump();
  }

  /** Handles what is held back, as far as that goes, and then reads on or does not. */
  private void pump() {
    while (!held.isEmpty() && !isBusy()) {
      Object message = held.remove();
      if (message instanceof HttpRequest request) {
        onRequest(request);
      } else if (message instanceof HttpContent content) {
        onContent(content);
      } else {
        ReferenceCountUtil.release(message);
      }
    }
    channel.config().setAutoRead(!isBusy());
  }

  private boolean isBusy() {
    return storing || (current != null && body == null);
  }

  private void onRequest(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      refuse(HttpResponseStatus.BAD_REQUEST);
      return;
    }
    HttpCall call;
    try {
      call = new HttpCall(this, request);
    } catch (IllegalArgumentException notAnAddress) {
      refuse(HttpResponseStatus.BAD_REQUEST);
      return;
    }
    current = call;
    bodyEnded = !call.hasBody();
    service.handle(call);
  }

  private void refuse(HttpResponseStatus status) {
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
    HttpUtil.setContentLength(response, 0);
    HttpUtil.setKeepAlive(response, false);
    channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  private void onContent(HttpContent content) {
    HttpBody taker = body;
    if (taker == null) {
      content.release(); // the empty end of a request without a body
      return;
    }
    boolean last = content instanceof LastHttpContent;
    if (content.decoderResult().isFailure()) {
      content.release();
      channel.close();
    } else if (!content.content().isReadable()) {
      content.release();
      afterPiece(taker, last);
    } else {
      storing = true;
      taker.onPiece(
          content.content(), () -> channel.eventLoop().execute(() -> afterPiece(taker, last)));
    }
  }

  private void afterPiece(HttpBody taker, boolean last) {
    storing = false;
    if (body != taker) {
      return; // the connection is gone, or the call was answered before the body's end
    }
    if (last) {
      body = null;
      bodyEnded = true;
      taker.onEnd();
    }
    pump();
  }

  void receive(HttpCall call, HttpBody taker) {
    onLoop(
        call,
        () -> {
          if (bodyEnded) {
            taker.onEnd();
            return;
          }
          body = taker;
          if (call.expectsContinue()) {
            channel.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
          }
          pump();
        },
        taker::onAborted);
  }

  void answer(
      HttpCall call,
      int status,
      @Nullable String contentType,
      Map<String, String> headers,
      ByteBuf content) {
    onLoop(
        call,
        () -> {
          var response =
              new DefaultFullHttpResponse(
                  HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content);
          boolean keepAlive =
              complete(call, response, contentType, headers, content.readableBytes());
          after(call, channel.writeAndFlush(response), keepAlive);
        },
        content::release);
  }

  void answerFile(HttpCall call, String contentType, Map<String, String> headers, Path file) {
    onLoop(
        call,
        () -> {
          try {
            FileChannel open = FileChannel.open(file, StandardOpenOption.READ);
            long size = open.size();
            HttpResponse response =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            boolean keepAlive = complete(call, response, contentType, headers, size);
            channel.write(response);
            if (call.method().equals(HttpMethod.HEAD.name())) {
              open.close();
            } else {
              channel.write(new DefaultFileRegion(open, 0, size));
            }
            after(call, channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT), keepAlive);
          } catch (IOException e) {
            log.error("file could not be sent file={}", file, e);
            channel.close();
          }
        },
        () -> {});
  }

  /** Fills in the headers; returns whether another request may follow. */
  private boolean complete(
      HttpCall call,
      HttpResponse response,
      @Nullable String contentType,
      Map<String, String> headers,
      long contentBytes) {
    headers.forEach(response.headers()::set);
    if (contentType != null) {
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
    }
    HttpUtil.setContentLength(response, contentBytes);
    boolean keepAlive = call.keepAlive() && bodyEnded;
    HttpUtil.setKeepAlive(response.headers(), HttpVersion.HTTP_1_1, keepAlive);
    return keepAlive;
  }

  private void after(HttpCall call, ChannelFuture written, boolean keepAlive) {
    answering = true;
    written.addListener(
        done -> {
          answering = false;
          call.end();
          if (!done.isSuccess() || !keepAlive) {
            channel.close();
          } else if (current == call) {
            current = null;
            pump();
          }
        });
  }

  /** Runs a step of the current call on the event loop, or its alternative when it is over. */
  private void onLoop(HttpCall call, Runnable step, Runnable tooLate) {
    Runnable checked =
        () -> {
          if (current == call && channel.isActive()) {
            step.run();
          } else {
            tooLate.run();
          }
        };
    if (channel.eventLoop().inEventLoop()) {
      checked.run();
    } else if (channel.eventLoop().isShuttingDown()) {
      tooLate.run();
    } else {
      channel.eventLoop().execute(checked);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    boolean waitsForClient = current == null || body != null || answering;
    if (event instanceof IdleStateEvent && waitsForClient) {
      channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    HttpCall abandoned = current;
    current = null;
    if (abandoned != null) {
      abandoned.end();
    }
    held.forEach(ReferenceCountUtil::release);
    held.clear();
    HttpBody taker = body;
    if (taker != null) {
      body = null;
      taker.onAborted();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      log.debug("connection lost, {} client={}", cause.getMessage(), channel.remoteAddress());
    } else {
      log.error("connection closed, unexpected client={}", channel.remoteAddress(), cause);
    }
    channel.close();
  }
}
