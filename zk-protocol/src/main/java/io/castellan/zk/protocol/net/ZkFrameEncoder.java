package io.castellan.zk.protocol.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageEncoder;
import java.util.List;

/**
 * Puts the length in front of each frame, in a small buffer of its own, so that the frame is not
 * copied. Has no state; one serves all connections.
 *
 * <p>Whoever builds a frame from scratch saves the second buffer by leaving room for the length
 * with {@link io.castellan.zk.protocol.jute.JuteWriter#beginLength} and does without this handler.
 */
@Sharable
public final class ZkFrameEncoder extends MessageToMessageEncoder<ByteBuf> {
  /** Makes an encoder. */
  public ZkFrameEncoder() {
    super(ByteBuf.class);
  }

  @Override
  protected void encode(ChannelHandlerContext ctx, ByteBuf frame, List<Object> out) {
    out.add(ctx.alloc().buffer(Integer.BYTES, Integer.BYTES).writeInt(frame.readableBytes()));
    out.add(frame.retain());
  }
}
