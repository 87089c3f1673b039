package io.castellan.server.zk.peer.quorum;

import io.castellan.server.zk.ensemble.PeerMessage;
import io.castellan.server.zk.tree.SnapshotImage;
import io.castellan.server.zk.tree.TreeRules;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.quorum.PacketType;
import io.castellan.zk.protocol.quorum.QuorumPacket;
import io.castellan.zk.protocol.quorum.QuorumPacketBoundary;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection between a learner and a leader. Reading belongs to its event loop; what is to be
 * sent collects on the ensemble lane, which hands it over once it has drained its queue.
 */
final class PeerConnection extends ByteToMessageDecoder {
  private static final Logger log = LoggerFactory.getLogger(PeerConnection.class);

  /** The longest thing that a stranger may say: an introduction is less than fifty bytes. */
  private static final int STRANGER_BYTES = 1024;

  private static final int INTRODUCTION_LIMIT_MS = 10_000;

  private final long id;
  private final Channel channel;
  private final boolean toLeader;
  private final TreeRules rules;
  private final int maxBytes;
  private final Owner owner;
  private boolean introduced;
  private boolean refused;
  private @Nullable SnapshotIntake intake;
  private List<PeerMessage> burst = new ArrayList<>();

  /** Owned by the ensemble lane: buffers, and states that are sent in chunks. */
  private List<Object> outgoing = new ArrayList<>();

  /** Hears of it, on the event loop. */
  interface Owner {
    /** What one read has brought. */
    void onMessages(PeerConnection connection, List<PeerMessage> messages);

    /** It is gone. */
    void onClosed(PeerConnection connection);
  }

  /**
   * @param id its number, which it has alone
   * @param toLeader whether the leader is at the other end
   * @param maxBytes the longest packet
   */
  PeerConnection(
      long id, Channel channel, boolean toLeader, TreeRules rules, int maxBytes, Owner owner) {
    this.id = id;
    this.channel = channel;
    this.toLeader = toLeader;
    this.rules = rules;
    this.maxBytes = maxBytes;
    this.owner = owner;
    this.introduced = toLeader;
  }

  long id() {
    return id;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (!toLeader) {
      context
          .executor()
          .schedule(this::closeStranger, INTRODUCTION_LIMIT_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void closeStranger() {
    if (!introduced && channel.isActive()) {
      refuse("no introduction within " + INTRODUCTION_LIMIT_MS + " ms");
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (refused) {
      in.skipBytes(in.readableBytes()); // it was told why, once
      return;
    }
    SnapshotIntake taking = intake;
    if (taking != null) {
      SnapshotImage image = taking.take(in);
      if (image != null) {
        intake = null;
        burst.add(new PeerMessage.WholeState(image));
      }
      return;
    }
    int bytes = QuorumPacketBoundary.find(in, introduced ? maxBytes : STRANGER_BYTES);
    if (bytes == QuorumPacketBoundary.INCOMPLETE) {
      return;
    }
    QuorumPacket packet = QuorumPacket.read(new JuteReader(in.readSlice(bytes), maxBytes));
    if (toLeader && packet.packetType() == PacketType.SNAP) {
      intake = new SnapshotIntake(packet.zxid(), rules, maxBytes);
      return;
    }
    PeerMessage message =
        toLeader
            ? PeerDecoding.fromLeader(packet, maxBytes)
            : PeerDecoding.fromLearner(packet, maxBytes);
    if (message instanceof PeerMessage.Introduction) {
      introduced = true;
    } else if (!introduced) {
      throw JuteException.of("packet type", packet.type(), "11 or 16, an introduction");
    }
    if (message != null) {
      burst.add(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    super.channelReadComplete(context);
    handBurst();
  }

  private void handBurst() {
    if (!burst.isEmpty()) {
      List<PeerMessage> messages = burst;
      burst = new ArrayList<>();
      owner.onMessages(this, messages);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    handBurst();
    owner.onClosed(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof DecoderException && cause.getCause() instanceof JuteException bad) {
      refuse(String.valueOf(bad.getMessage()));
    } else if (cause instanceof IOException) {
      log.debug("peer connection lost peer={} reason={}", peer(), cause.toString());
    } else {
      log.error("peer connection closed, unexpected peer={}", peer(), cause);
    }
    context.close();
  }

  private void refuse(String why) {
    if (refused) {
      return;
    }
    refused = true;
    log.warn("peer connection closed, {} peer={}", why, peer());
    channel.close();
  }

  String peer() {
    return String.valueOf(channel.remoteAddress());
  }

  /** To be sent with the next {@link #flush}. On the lane; takes over the buffer. */
  void send(ByteBuf packet) {
    outgoing.add(packet);
  }

  /** To be sent in chunks, before what is sent after it. On the lane. */
  void send(SnapshotImage image) {
    outgoing.add(new SnapshotChunks(image));
  }

  /** Hands over what is to be sent. On the lane. */
  void flush() {
    if (outgoing.isEmpty()) {
      return;
    }
    List<Object> parts = outgoing;
    outgoing = new ArrayList<>();
    try {
      channel
          .eventLoop()
          .execute(
              () -> {
                for (Object part : parts) {
                  channel.write(part);
                }
                channel.flush();
              });
    } catch (RejectedExecutionException eventLoopEnded) {
      parts.forEach(ReferenceCountUtil::release);
    }
  }

  /** On the lane. */
  void close() {
    flush();
    try {
      channel.eventLoop().execute(channel::close);
    } catch (RejectedExecutionException eventLoopEnded) {
      log.debug("peer connection closed with its event loop peer={}", peer());
    }
  }
}
