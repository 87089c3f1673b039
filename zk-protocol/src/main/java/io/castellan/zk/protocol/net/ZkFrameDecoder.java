package io.castellan.zk.protocol.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a client connection into frames. Owned by the connection's event loop.
 *
 * <p>Passes on {@link ByteBuf}s, each one frame without its length, a retained slice that the next
 * handler releases. On a server, the first four bytes may be a command instead of a length: then it
 * passes on a {@link FourLetterWord}, or {@link SetTraceMask} for the one with an argument, and
 * ignores all that follows, for nothing but the connection's end comes after the answer.
 *
 * <p>A length out of bounds is a {@link CorruptedFrameException} that names the peer; after it, all
 * input is dropped. Nothing is allocated by what a length says: the bytes are gathered as they
 * come, up to the limit.
 */
public final class ZkFrameDecoder extends ByteToMessageDecoder {
  private static final int NO_LENGTH = -1;

  private enum State {
    FIRST_FRAME,
    FRAMES,
    TRACE_MASK,
    DEAD
  }

  private final int maxFrameBytes;
  private State state;
  private int frameBytes = NO_LENGTH;

  private ZkFrameDecoder(int maxFrameBytes, State first) {
    this.maxFrameBytes = maxFrameBytes;
    this.state = first;
  }

  /**
   * A decoder for a server's side of a connection, where a four-letter word may come first.
   *
   * @param maxFrameBytes the longest frame to accept, {@code jute.maxbuffer}
   */
  public static ZkFrameDecoder forServer(int maxFrameBytes) {
    return new ZkFrameDecoder(maxFrameBytes, State.FIRST_FRAME);
  }

  /**
   * A decoder for a client's side of a connection.
   *
   * @param maxFrameBytes the longest frame to accept, {@code jute.maxbuffer}
   */
  public static ZkFrameDecoder forClient(int maxFrameBytes) {
    return new ZkFrameDecoder(maxFrameBytes, State.FRAMES);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (state == State.DEAD) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (state == State.TRACE_MASK) {
      if (in.readableBytes() >= Long.BYTES) {
        state = State.DEAD;
        out.add(new SetTraceMask(in.readLong()));
      }
      return;
    }
    if (frameBytes == NO_LENGTH) {
      if (in.readableBytes() < Integer.BYTES) {
        return;
      }
      int first = in.readInt();
      @Nullable FourLetterWord word =
          state == State.FIRST_FRAME ? FourLetterWord.fromCode(first) : null;
      if (word == FourLetterWord.STMK) {
        state = State.TRACE_MASK;
        return;
      }
      if (word != null) {
        state = State.DEAD;
        out.add(word);
        return;
      }
      if (first < 0 || first > maxFrameBytes) {
        state = State.DEAD;
        throw new CorruptedFrameException(
            "Len error: "
                + first
                + " (expected: 0.."
                + maxFrameBytes
                + ") from "
                + ctx.channel().remoteAddress());
      }
      state = State.FRAMES;
      frameBytes = first;
    }
    if (in.readableBytes() >= frameBytes) {
      out.add(in.readRetainedSlice(frameBytes));
      frameBytes = NO_LENGTH;
    }
  }
}
