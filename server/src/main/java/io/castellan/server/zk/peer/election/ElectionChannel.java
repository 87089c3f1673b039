package io.castellan.server.zk.peer.election;

import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.quorum.ElectionHello;
import io.castellan.zk.protocol.quorum.ElectionMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection between election ports, from bytes to messages. Owned by its event loop.
 *
 * <p>Who has accepted it hears first who the other is; until then nothing longer than a hello is
 * taken, and not for long.
 */
final class ElectionChannel extends ByteToMessageDecoder {
  private static final Logger log = LoggerFactory.getLogger(ElectionChannel.class);
  private static final int HELLO_LIMIT_MS = 5000;

  private final Owner owner;
  private long peer;
  private boolean greeted;
  private boolean refused;

  /** Hears of it, on the event loop. */
  interface Owner {
    /**
     * An accepted connection has said who it is.
     *
     * @return why it is not wanted, or null
     */
    @Nullable String onHello(ChannelHandlerContext context, ElectionHello hello);

    /** A vote. */
    void onMessage(long from, ElectionMessage message);

    /** The connection is gone. */
    void onClosed(long peer, ChannelHandlerContext context);
  }

  private ElectionChannel(Owner owner, long peer, boolean greeted) {
    this.owner = owner;
    this.peer = peer;
    this.greeted = greeted;
  }

  static ElectionChannel accepted(Owner owner) {
    return new ElectionChannel(owner, -1, false);
  }

  static ElectionChannel dialed(Owner owner, long peer) {
    return new ElectionChannel(owner, peer, true);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (!greeted) {
      context
          .executor()
          .schedule(() -> closeIfSilent(context), HELLO_LIMIT_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void closeIfSilent(ChannelHandlerContext context) {
    if (!greeted && context.channel().isActive()) {
      refuse(context, "no hello within " + HELLO_LIMIT_MS + " ms");
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (refused) {
      in.skipBytes(in.readableBytes()); // it was told why, once
      return;
    }
    if (!greeted) {
      if (in.readableBytes() >= ElectionHello.neededBytes(in)) {
        ElectionHello hello = ElectionHello.read(new JuteReader(in));
        greeted = true;
        peer = hello.serverId();
        String objection = owner.onHello(context, hello);
        if (objection != null) {
          refuse(context, objection);
        }
      }
      return;
    }
    if (in.readableBytes() < Integer.BYTES) {
      return;
    }
    int length = in.getInt(in.readerIndex());
    if (length <= 0 || length > ElectionMessage.MAX_BYTES) {
      throw JuteException.of("message length", length, "1.." + ElectionMessage.MAX_BYTES);
    }
    if (in.readableBytes() < Integer.BYTES + length) {
      return;
    }
    in.skipBytes(Integer.BYTES);
    ByteBuf body = in.readSlice(length);
    if (length >= ElectionMessage.MIN_BYTES) { // shorter ones are passed over, as in stock
      owner.onMessage(peer, ElectionMessage.read(new JuteReader(body, ElectionMessage.MAX_BYTES)));
    }
  }

  static ByteBuf encode(ChannelHandlerContext context, ElectionMessage message) {
    ByteBuf buf = context.alloc().buffer();
    JuteWriter writer = new JuteWriter(buf);
    int mark = writer.beginLength();
    message.write(writer);
    writer.endLength(mark);
    return buf;
  }

  static ByteBuf encode(ChannelHandlerContext context, ElectionHello hello) {
    ByteBuf buf = context.alloc().buffer();
    hello.write(new JuteWriter(buf));
    return buf;
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    greeted = true; // nothing waits for its hello any more
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    owner.onClosed(peer, context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof DecoderException && cause.getCause() instanceof JuteException bad) {
      refuse(context, String.valueOf(bad.getMessage()));
    } else if (cause instanceof IOException) {
      log.debug("election connection lost peer={} reason={}", peer, cause.toString());
    } else {
      log.error("election connection closed, unexpected peer={}", peer, cause);
    }
    context.close();
  }

  /** A stranger, or somebody who has gone mad: one line, and gone. */
  private void refuse(ChannelHandlerContext context, String why) {
    if (refused) {
      return;
    }
    refused = true;
    log.warn("election connection closed, {} address={}", why, context.channel().remoteAddress());
    context.close();
  }
}
