package io.castellan.kafka.protocol.net;

import io.castellan.kafka.protocol.schema.RecordsStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Sends {@link RecordsStream}s: one part at a time, the next one asked for when the last one has
 * left. What is written after a stream waits until its end.
 *
 * <p>While a stream is being sent the channel counts as not writable, whatever its buffer holds, so
 * that those above stop handing over answers and reading requests, as they do for any peer that
 * does not read fast enough.
 *
 * <p>Owned by the connection's event loop.
 */
final class RecordsStreamWriter extends ChannelDuplexHandler {
  /** Which of the channel's writability flags of user's choice is ours. */
  private static final int WRITABILITY_FLAG = 1;

  private record Held(Object message, ChannelPromise promise) {}

  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private @Nullable RecordsStream stream;
  private int left;
  private boolean awaiting;
  private boolean gone;

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (gone) {
      discard(message);
      return;
    }
    held.add(new Held(message, promise));
    if (stream == null) {
      writeHeld(ctx);
    }
  }

  private void writeHeld(ChannelHandlerContext ctx) {
    Held next;
    while (stream == null && (next = held.poll()) != null) {
      if (next.message() instanceof RecordsStream begins) {
        begin(ctx, begins);
      } else {
        ctx.write(next.message(), next.promise());
      }
    }
  }

  private void begin(ChannelHandlerContext ctx, RecordsStream begins) {
    stream = begins;
    left = begins.sizeInBytes();
    setWritable(ctx, false);
    await(ctx, begins);
  }

  private void await(ChannelHandlerContext ctx, RecordsStream from) {
    awaiting = true;
    from.next(
        part -> {
          if (ctx.executor().inEventLoop()) {
            onPart(ctx, from, part);
            return;
          }
          try {
            ctx.executor().execute(() -> onPart(ctx, from, part));
          } catch (RejectedExecutionException eventLoopEnded) {
            ReferenceCountUtil.release(part);
            from.release();
          }
        });
  }

  private void onPart(ChannelHandlerContext ctx, RecordsStream from, @Nullable ByteBuf part) {
    awaiting = false;
    if (gone) {
      ReferenceCountUtil.release(part);
      from.release();
      return;
    }
    if (part == null || part.readableBytes() > left) {
      ReferenceCountUtil.release(part);
      ctx.close();
      return;
    }
    left -= part.readableBytes();
    ctx.writeAndFlush(part).addListener((ChannelFuture sent) -> onSent(ctx, from, sent));
  }

  private void onSent(ChannelHandlerContext ctx, RecordsStream from, ChannelFuture sent) {
    if (gone || stream != from) {
      return;
    }
    if (!sent.isSuccess()) {
      ctx.close();
      return;
    }
    if (left > 0) {
      await(ctx, from);
      return;
    }
    stream = null;
    from.release();
    writeHeld(ctx);
    if (stream == null) {
      setWritable(ctx, true);
    }
    ctx.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    letGo();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    letGo();
  }

  private void letGo() {
    gone = true;
    if (stream != null && !awaiting) {
      stream.release(); // else when the part comes that is awaited
    }
    stream = null;
    Held next;
    while ((next = held.poll()) != null) {
      discard(next.message());
    }
  }

  private static void discard(Object message) {
    if (message instanceof RecordsStream unsent) {
      unsent.release();
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private static void setWritable(ChannelHandlerContext ctx, boolean writable) {
    ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
    if (buffer != null) {
      buffer.setUserDefinedWritability(WRITABILITY_FLAG, writable);
    }
  }
}
