package io.castellan.kafka.protocol.net;

import io.castellan.kafka.protocol.DecodeException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a connection into frames and passes each on as a {@link ByteBuf} without its
 * length, which the next handler releases. Owned by the connection's event loop.
 *
 * <p>A frame that came whole is a retained slice of the buffer that was received. One that came in
 * pieces is gathered in a buffer of its own, which grows as the bytes arrive and never by what the
 * length says. A length out of bounds is a {@link DecodeException} to the next handler; after it,
 * all input is dropped.
 */
public final class KafkaFrameDecoder extends ChannelInboundHandlerAdapter {
  private static final int LENGTH_BYTES = 4;

  /** What a frame in pieces gets at first, unless it is shorter or has brought more. */
  private static final int FIRST_CAPACITY = 512;

  private final int maxFrameBytes;

  /** A frame that is not complete, its length included. */
  private @Nullable ByteBuf partial;

  private boolean dead;

  /**
   * @param maxFrameBytes the longest frame to accept, {@code socket.request.max.bytes}
   */
  public KafkaFrameDecoder(int maxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      completePartial(ctx, in);
      while (!dead && in.readableBytes() >= LENGTH_BYTES) {
        int length = checkedLength(in.getInt(in.readerIndex()));
        if (in.readableBytes() - LENGTH_BYTES < length) {
          break;
        }
        in.skipBytes(LENGTH_BYTES);
        ctx.fireChannelRead(in.readRetainedSlice(length));
      }
      if (!dead && in.isReadable()) {
        keep(ctx, in);
      }
    } catch (DecodeException bad) {
      dead = true;
      releasePartial();
      ctx.fireExceptionCaught(bad);
    } finally {
      in.release();
    }
  }

  private int checkedLength(int length) {
    if (length <= 0 || length > maxFrameBytes) {
      throw new DecodeException(
          "frame length: " + length + " (expected: 1 to " + maxFrameBytes + ")");
    }
    return length;
  }

  /** Move what the frame in pieces still needs; pass it on when it has all. */
  private void completePartial(ChannelHandlerContext ctx, ByteBuf in) {
    while (partial != null && in.isReadable()) {
      int wanted = wanted(partial);
      int missing = wanted - partial.readableBytes();
      int moved = Math.min(missing, in.readableBytes());
      makeRoom(partial, moved, wanted);
      partial.writeBytes(in, moved);
      if (moved == missing && wanted > LENGTH_BYTES) {
        ByteBuf frame = partial.skipBytes(LENGTH_BYTES);
        partial = null;
        ctx.fireChannelRead(frame);
      }
    }
  }

  /** How many bytes the frame has in all as far as can be told, its length included. */
  private int wanted(ByteBuf begun) {
    return begun.readableBytes() < LENGTH_BYTES
        ? LENGTH_BYTES
        : LENGTH_BYTES + checkedLength(begun.getInt(begun.readerIndex()));
  }

  /** Double the buffer, but not beyond the frame's end. */
  private static void makeRoom(ByteBuf begun, int more, int wanted) {
    int needed = begun.readableBytes() + more;
    if (needed > begun.capacity()) {
      begun.capacity((int) Math.max(needed, Math.min(wanted, 2L * begun.capacity())));
    }
  }

  /**
   * Keep the beginning of a frame, in at most twice the room that it takes: some hundreds of
   * connections that claim large frames and send no more must not cost what they claim.
   */
  private void keep(ChannelHandlerContext ctx, ByteBuf in) {
    int have = in.readableBytes();
    int wanted = have < LENGTH_BYTES ? LENGTH_BYTES : wanted(in);
    int capacity = Math.max(have, (int) Math.min(wanted, Math.max(FIRST_CAPACITY, 2L * have)));
    partial = ctx.alloc().directBuffer(capacity);
    partial.writeBytes(in);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    releasePartial();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    releasePartial();
  }

  private void releasePartial() {
    if (partial != null) {
      partial.release();
      partial = null;
    }
  }
}
