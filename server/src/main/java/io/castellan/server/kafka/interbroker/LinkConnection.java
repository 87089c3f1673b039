package io.castellan.server.kafka.interbroker;

import io.castellan.kafka.protocol.DecodeException;
import io.castellan.kafka.protocol.ResponseHeader;
import io.castellan.kafka.protocol.schema.Codecs;
import io.castellan.kafka.protocol.schema.OutboundFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.ArrayDeque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection of a link. Owned by its event loop. */
final class LinkConnection extends SimpleChannelInboundHandler<ByteBuf> {
  private static final int LEAST_TICK_MS = 10;

  private final BrokerLink link;
  private final Codecs codecs;
  private final LinkSettings settings;
  private final ArrayDeque<PendingRequest<?, ?>> sent = new ArrayDeque<>();
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> ticks;
  private String reason = "closed the connection";
  private int firstId;

  LinkConnection(BrokerLink link, Codecs codecs, LinkSettings settings) {
    this.link = link;
    this.codecs = codecs;
    this.settings = settings;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    int tickMs = Math.max(LEAST_TICK_MS, settings.requestTimeoutMs() / 4);
    ticks =
        active.executor().scheduleAtFixedRate(this::onTick, tickMs, tickMs, TimeUnit.MILLISECONDS);
  }

  /** Write a request; its reply is told whatever comes of it. */
  void send(PendingRequest<?, ?> pending) {
    ChannelHandlerContext open = context;
    if (open == null || !open.channel().isActive()) {
      pending.reply().onFailure(link.said(reason));
      return;
    }
    OutboundFrame frame;
    try {
      frame = pending.encode(open.alloc(), codecs, firstId + sent.size(), settings.clientId());
    } catch (IllegalArgumentException unsayable) {
      pending.reply().onFailure(pending.api() + " v" + pending.version() + ": " + unsayable);
      return;
    }
    sent.add(pending);
    open.writeAndFlush(frame, open.voidPromise());
  }

  void close(String why) {
    reason = why;
    if (context != null) {
      context.close();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext active, ByteBuf frame) {
    PendingRequest<?, ?> pending = sent.peek();
    if (pending == null) {
      close("answered what it was not asked");
      return;
    }
    short layout = pending.api().responseHeaderVersion(pending.version());
    ResponseHeader header = ResponseHeader.read(frame, layout);
    if (header.correlationId() != firstId) {
      close("correlation id " + header.correlationId() + " (expected: " + firstId + ")");
      return;
    }
    sent.poll();
    firstId++;
    take(pending, frame);
  }

  private <R extends Record> void take(PendingRequest<?, R> pending, ByteBuf frame) {
    R answer;
    try {
      answer = codecs.of(pending.answerType(), pending.version()).read(frame);
    } catch (DecodeException malformed) {
      pending.reply().onFailure(link.said(pending.api() + ": " + malformed.getMessage()));
      close("sent an answer that cannot be read");
      return;
    }
    pending.reply().onAnswer(answer);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext active, Throwable cause) {
    close(cause.getMessage() == null ? cause.toString() : cause.getMessage());
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    if (ticks != null) {
      ticks.cancel(false);
    }
    link.onClosed(this);
    PendingRequest<?, ?> pending;
    while ((pending = sent.poll()) != null) {
      pending.reply().onFailure(link.said(reason));
    }
  }

  private void onTick() {
    PendingRequest<?, ?> oldest = sent.peek();
    if (oldest != null) {
      long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - oldest.sinceNanos());
      if (waitedMs > settings.requestTimeoutMs()) {
        close("no answer to " + oldest.api() + " for " + waitedMs + " ms");
      }
    }
  }
}
