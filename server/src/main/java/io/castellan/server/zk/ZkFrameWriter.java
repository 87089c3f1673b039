package io.castellan.server.zk;

import io.castellan.server.zk.metrics.ConnectionMetrics;
import io.castellan.server.zk.request.Outgoing;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes replies and events, all that one flush sends into one buffer: a hundred small answers cost
 * one system call and one entry in the channel's queue. Owned by the connection's event loop.
 */
final class ZkFrameWriter extends ChannelOutboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(ZkFrameWriter.class);
  private static final int FIRST_BYTES = 512;
  private static final int FULL_BYTES = 64 * 1024;

  /** A client that lets more than this pile up unread is dropped; it will come back and look. */
  private static final long MAX_UNREAD_BYTES = 32L * 1024 * 1024;

  private final SentFrames sent;
  private @Nullable ByteBuf buffer;
  private boolean dropping;

  ZkFrameWriter(ConnectionMetrics metrics) {
    this.sent = new SentFrames(metrics);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (!(message instanceof Outgoing frame)) {
      passOn(context);
      context.write(message, promise);
      return;
    }
    ByteBuf target = buffer;
    if (target == null) {
      target = context.alloc().ioBuffer(FIRST_BYTES);
      buffer = target;
    }
    JuteWriter writer = new JuteWriter(target);
    int before = target.writerIndex();
    int mark = writer.beginLength();
    frame.write(writer);
    writer.endLength(mark);
    sent.add(frame.isEvent(), target.writerIndex() - before);
    if (target.readableBytes() >= FULL_BYTES) {
      passOn(context);
    }
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    passOn(context);
    context.flush();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
  }

  private void passOn(ChannelHandlerContext context) {
    ByteBuf full = buffer;
    if (full != null) {
      buffer = null;
      dropIfUnread(context);
      sent.publish();
      context.write(full, context.voidPromise());
    }
  }

  /**
   * Answers wait while those before them are not read, so only events can come this far. What is
   * about to be written does not count: a single answer, a list of all the children of a large node
   * perhaps, may be longer than the limit.
   */
  private void dropIfUnread(ChannelHandlerContext context) {
    ChannelOutboundBuffer unsent = context.channel().unsafe().outboundBuffer();
    if (!dropping && unsent != null && unsent.totalPendingWriteBytes() > MAX_UNREAD_BYTES) {
      dropping = true;
      log.warn(
          "client dropped, it does not read what it is sent bytes={} limit={} client={}",
          unsent.totalPendingWriteBytes(),
          MAX_UNREAD_BYTES,
          context.channel().remoteAddress());
      context.close();
    }
  }
}
