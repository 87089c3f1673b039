package io.castellan.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/**
 * Stops accepting where a gate says so: netty asks after every single connection whether the
 * listening channel still reads. Owned by the listening channel's event loop.
 */
final class GateKeeper extends ChannelInboundHandlerAdapter {
  private final AcceptGate gate;

  GateKeeper(AcceptGate gate) {
    this.gate = gate;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object accepted) {
    Channel listening = ctx.channel();
    // Before the gate is asked: who opens it again from another thread must not be undone here.
    listening.config().setAutoRead(false);
    long waitMs = gate.onAccepted((Channel) accepted);
    if (waitMs <= 0) {
      listening.config().setAutoRead(true);
    } else if (waitMs != AcceptGate.UNTIL_OPENED) {
      ctx.executor()
          .schedule(() -> listening.config().setAutoRead(true), waitMs, TimeUnit.MILLISECONDS);
    }
    ctx.fireChannelRead(accepted);
  }
}
