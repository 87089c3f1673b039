package io.castellan.server.kafka;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.DecodeException;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.RequestHeader;
import io.castellan.kafka.protocol.message.ApiVersions;
import io.castellan.kafka.protocol.schema.Codec;
import io.castellan.kafka.protocol.schema.Codecs;
import io.castellan.kafka.protocol.schema.OutboundFrame;
import io.castellan.server.net.Reply;
import io.castellan.server.net.ReplyQueue;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: turns frames into calls of handlers, and keeps the answers in order.
 * Owned by its event loop.
 *
 * <p>Requests of one connection are handed to their handlers in order, without waiting for the
 * answers of those before: what must not overtake (two produce requests for one partition) meets
 * the same lane and stays in order there.
 */
final class KafkaConnection extends ChannelInboundHandlerAdapter {
  /**
   * How many unanswered requests stop the reading. Clients keep five in flight at most unless they
   * are told otherwise; the bound is what keeps a flood from filling the memory with requests.
   */
  static final int MAX_OUTSTANDING = 16;

  /**
   * How many bytes of unanswered requests stop the reading, since one of them may be as large as
   * {@code socket.request.max.bytes}.
   */
  static final long MAX_OUTSTANDING_BYTES = 16 << 20;

  private static final Logger log = LoggerFactory.getLogger(KafkaConnection.class);

  private final ApiTable table;
  private final Codecs codecs;
  private final ConnectionIdentity identity;
  private final ReplyQueue replies;
  private final Reception reception;
  private final RequestBudget budget;
  private final CloseHooks closeHooks = new CloseHooks();
  private final ReadBurst burst = new ReadBurst();
  private boolean refused;
  private boolean waitsForRoom;
  private boolean served;
  private ClientCensus.@Nullable Kind kind;

  KafkaConnection(
      ApiTable table,
      Codecs codecs,
      ConnectionIdentity identity,
      ReplyQueue replies,
      Reception reception) {
    this.table = table;
    this.codecs = codecs;
    this.identity = identity;
    this.replies = replies;
    this.reception = reception;
    this.budget = reception.budget();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf frame = (ByteBuf) message;
    if (refused) {
      frame.release(); // what follows a request that closed the connection is not looked at
      return;
    }
    burst.begin();
    RequestHeader header;
    try {
      header = RequestHeader.read(frame);
    } catch (DecodeException bad) {
      frame.release();
      refuse(String.valueOf(bad.getMessage()));
      return;
    }
    ApiTable.Served served = table.find(header.apiKey());
    if (served != null && served.serves(header.apiVersion())) {
      served.counts().increment(header.apiVersion());
      dispatch(ctx, served.handler(), header, frame);
      return;
    }
    frame.release();
    if (served != null && header.apiKey() == ApiKey.API_VERSIONS) {
      answerUnsupportedApiVersions(ctx, header, served);
    } else if (served != null) {
      refuse(
          "%s version: %d (expected: %d-%d) client=%s"
              .formatted(
                  header.apiKey(),
                  header.apiVersion(),
                  served.minVersion(),
                  served.maxVersion(),
                  header.clientId()));
    } else {
      refuse("api: %s (expected: one that is served)".formatted(header.apiKey()));
    }
  }

  private <Q extends Record, R extends Record> void dispatch(
      ChannelHandlerContext ctx, Handler<Q, R> handler, RequestHeader header, ByteBuf frame) {
    int requestBytes = frame.readableBytes();
    boolean counted = header.apiKey() == ApiKey.PRODUCE;
    RequestContext context =
        new RequestContext(
            header,
            identity,
            ctx.channel().eventLoop(),
            closeHooks,
            burst,
            frame,
            counted ? budget : null);
    if (counted && budget.hold(requestBytes)) {
      waitForRoom(ctx);
    }
    Q request;
    try {
      request = codecs.of(handler.requestType(), header.apiVersion()).read(frame);
    } catch (DecodeException bad) {
      context.releaseFrame();
      refuse("%s v%d: %s".formatted(header.apiKey(), header.apiVersion(), bad.getMessage()));
      return;
    }
    look(ctx, header, request);
    Codec<R> codec = codecs.of(handler.responseType(), header.apiVersion());
    PendingAnswer<R> answer =
        new PendingAnswer<>(context, codec, ctx.alloc(), replies.next(requestBytes));
    try {
      handler.handle(context, request, answer);
    } catch (RuntimeException bug) {
      log.error("handler failed request=[{}]", context, bug);
      answer.close("handler failed");
    }
  }

  /**
   * See who it is, by the first request and by those that tell it, and whether it finds the way.
   */
  private void look(ChannelHandlerContext ctx, RequestHeader header, Record request) {
    ApiKey api = header.apiKey();
    if (kind == null || api == ApiKey.API_VERSIONS) {
      ClientSoftware software = ClientSoftware.of(header, request);
      if (kind == null || !kind.software().equals(software)) {
        leave();
        kind = reception.clients().enter(identity.listenerName(), software);
      }
    }
    if (served || api == ApiKey.API_VERSIONS) {
      return;
    }
    if (api != ApiKey.METADATA) {
      served = true;
      reception.advertised().onServed(identity.remoteAddress());
    } else if (ctx.channel().localAddress() instanceof InetSocketAddress local) {
      reception.advertised().onMetadata(identity.listenerName(), identity.remoteAddress(), local);
    }
  }

  private void leave() {
    if (kind != null) {
      reception.clients().leave(kind);
      kind = null;
    }
  }

  /** Read no further until what others and we have brought is written. */
  private void waitForRoom(ChannelHandlerContext ctx) {
    if (!waitsForRoom) {
      waitsForRoom = true;
      replies.pause(true);
      budget.whenThereIsRoom(
          () ->
              ctx.executor()
                  .execute(
                      () -> {
                        waitsForRoom = false;
                        replies.pause(false);
                      }));
    }
  }

  /**
   * KIP-511: a client asks in the newest version that it knows; it reads our range from this answer
   * and asks again.
   */
  private void answerUnsupportedApiVersions(
      ChannelHandlerContext ctx, RequestHeader header, ApiTable.Served served) {
    ApiVersions.Response response =
        new ApiVersions.Response(
            ErrorCode.UNSUPPORTED_VERSION.code(),
            List.of(
                new ApiVersions.Response.ApiVersion(
                    served.api().id(), served.minVersion(), served.maxVersion())),
            0,
            List.of(),
            -1,
            List.of(),
            false);
    Reply reply = replies.next();
    reply.send(
        OutboundFrame.response(
            ctx.alloc(),
            ApiKey.API_VERSIONS,
            (short) 0,
            header.correlationId(),
            codecs.of(ApiVersions.Response.class, 0),
            response));
  }

  private void refuse(String why) {
    refused = true;
    log.warn(
        "connection closed listener={} peer={} reason={}",
        identity.listenerName(),
        identity.peer(),
        why);
    replies.next().close();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    burst.end();
    replies.onReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    replies.onWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    refused = true;
    leave();
    replies.onInactive();
    closeHooks.onClosed();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    // A fetch that waits for data is no idle connection, however long it waits.
    if (event instanceof IdleStateEvent && replies.outstanding() == 0) {
      log.debug("idle connection closed peer={}", identity.peer());
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      log.debug("connection lost peer={} reason={}", identity.peer(), cause.getMessage());
      ctx.close();
      return;
    }
    Throwable frameError = cause instanceof DecoderException ? cause.getCause() : cause;
    if (frameError instanceof DecodeException bad) {
      if (!refused) {
        refuse(String.valueOf(bad.getMessage()));
      }
      return;
    }
    log.error("connection failed peer={}", identity.peer(), cause);
    ctx.close();
  }
}
