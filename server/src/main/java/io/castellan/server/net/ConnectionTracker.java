package io.castellan.server.net;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;

/** Adds each accepted connection to its listener's group before its own pipeline is built. */
@ChannelHandler.Sharable
final class ConnectionTracker extends ChannelInboundHandlerAdapter {
  private final ChannelGroup connections;
  private final ChannelHandler initializer;

  ConnectionTracker(ChannelGroup connections, ChannelHandler initializer) {
    this.connections = connections;
    this.initializer = initializer;
  }

  @Override
  public void channelRegistered(ChannelHandlerContext context) {
    connections.add(context.channel());
    context.pipeline().addLast(initializer);
    context.pipeline().remove(this);
    context.pipeline().fireChannelRegistered();
  }
}
