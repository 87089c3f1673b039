package io.castellan.server.zk;

import io.castellan.server.net.Reply;
import io.castellan.server.net.ReplyQueue;
import io.castellan.server.zk.request.Client;
import io.castellan.server.zk.request.ClientPort;
import io.castellan.server.zk.request.ClientRequest;
import io.castellan.server.zk.request.Outgoing;
import io.castellan.server.zk.request.Refusal;
import io.castellan.server.zk.request.RequestHandler;
import io.castellan.server.zk.request.SaslStep;
import io.castellan.server.zk.txn.WriteRequest.NoBody;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.Connect;
import io.castellan.zk.protocol.message.Sasl;
import io.castellan.zk.protocol.net.FourLetterWord;
import io.castellan.zk.protocol.net.SetTraceMask;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.local.LocalAddress;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a client, from frames to requests. Owned by its event loop, except for what
 * {@link ClientPort} says.
 *
 * <p>Each connection is in one of three states: before its first frame, after it, and over. What
 * one read of the socket brings crosses to the ensemble lane as one task.
 */
final class ZkConnection extends ChannelInboundHandlerAdapter implements ClientPort {
  private static final Logger log = LoggerFactory.getLogger(ZkConnection.class);

  /**
   * How many requests of one connection may be unanswered: enough for every client that pipelines,
   * and few enough that their answers, a megabyte each at worst, fit into memory.
   */
  private static final int MAX_OUTSTANDING = 512;

  private static final int FRAME_LENGTH_BYTES = 4;

  private enum State {
    NEW,
    OPEN,
    OVER
  }

  private final ServerRooms rooms;
  private final Channel channel;
  private final String ip;
  private final String peer;
  private final ReplyQueue replies;
  private final Client client;
  private final ClientSasl.Exchange sasl;
  private State state = State.NEW;
  private boolean counted;
  private @Nullable Future<?> sessionlessTimer;
  private List<ClientRequest> burst = new ArrayList<>(4);
  private long burstNanos;
  private long burstBytes;

  ZkConnection(Channel channel, ServerRooms rooms) {
    this.rooms = rooms;
    this.channel = channel;
    SocketAddress remote = channel.remoteAddress();
    if (remote instanceof InetSocketAddress inet && inet.getAddress() != null) {
      ip = withoutZone(inet.getAddress().getHostAddress());
      peer = "/" + ip + ":" + inet.getPort();
    } else {
      // Netty's local transport, which only this process can reach.
      ip = "127.0.0.1";
      peer = remote instanceof LocalAddress ? "/127.0.0.1:0" : String.valueOf(remote);
    }
    replies = new ReplyQueue(channel, MAX_OUTSTANDING, rooms.pushes(channel.eventLoop()));
    client = new Client(this, peer, ip, rooms.clients());
    sasl = rooms.sasl().begin();
  }

  private static String withoutZone(String address) {
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    String refusal = rooms.limits().enter(ip);
    if (refusal != null) {
      log.warn("connection refused, {} client={}", refusal, peer);
      rooms.metrics().onRejected();
      state = State.OVER;
      channel.close();
      return;
    }
    counted = true;
    sessionlessTimer =
        channel
            .eventLoop()
            .schedule(this::onSessionless, rooms.sessionlessTimeoutMs(), TimeUnit.MILLISECONDS);
    rooms.lane().executeHere(client::onConnected);
  }

  private void onSessionless() {
    if (state == State.NEW) {
      rooms.metrics().onSessionless();
      log.info(
          "connection closed, no session within {} ms client={}",
          rooms.sessionlessTimeoutMs(),
          peer);
      state = State.OVER;
      channel.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof FourLetterWord word) {
      Reply reply = onWord(word.word().length());
      rooms.words().answer(word, channel, reply);
      return;
    }
    if (message instanceof SetTraceMask set) {
      Reply reply = onWord(FourLetterWord.STMK.word().length() + Long.BYTES);
      rooms.words().setTraceMask(set.mask(), channel, reply);
      return;
    }
    ByteBuf frame = (ByteBuf) message;
    try {
      switch (state) {
        case NEW -> onFirstFrame(frame);
        case OPEN -> onRequest(frame);
        case OVER -> {}
      }
    } catch (JuteException e) {
      state = State.OVER;
      log.warn("connection closed, {} client={}", e.getMessage(), peer);
      channel.close();
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  private void onFirstFrame(ByteBuf frame) {
    int frameBytes = frame.readableBytes();
    Connect.Request request = Connect.Request.read(new JuteReader(frame, rooms.maxLengthBytes()));
    state = State.OPEN;
    rooms.metrics().onReceived(frameBytes + FRAME_LENGTH_BYTES);
    Reply reply = replies.next();
    rooms.lane().executeHere(() -> client.connect(request, reply));
  }

  private void onRequest(ByteBuf frame) {
    int bytes = frame.readableBytes();
    JuteReader reader = new JuteReader(frame, rooms.maxLengthBytes());
    int xid = reader.readInt("xid");
    int type = reader.readInt("type");
    OpCode op = OpCode.fromCode(type);
    if (op == OpCode.SASL) {
      onSasl(xid, Sasl.Request.read(reader));
      return;
    }
    RequestHandler<?> handler = rooms.requests().find(op);
    Reply reply = replies.next();
    if (burst.isEmpty()) {
      burstNanos = rooms.clock().nanoTime();
    }
    burstBytes += bytes;
    if (op == null || handler == null) {
      log.warn("connection closed, unknown operation type={} client={}", type, peer);
      refuse(xid, OpCode.ERROR, Refusal.UNKNOWN, reply, bytes);
      submitBurst();
      state = State.OVER;
      return;
    }
    Object body;
    try {
      body = handler.decode(reader);
    } catch (JuteException e) {
      log.warn("undecodable request, {} op={} client={}", e.getMessage(), op, peer);
      refuse(xid, op, Refusal.UNREADABLE, reply, bytes);
      return;
    }
    burst.add(new ClientRequest(xid, op, handler, body, reply, bytes, burstNanos));
  }

  private void refuse(int xid, OpCode op, Refusal refusal, Reply reply, int bytes) {
    burst.add(new ClientRequest(xid, op, refusal, NoBody.INSTANCE, reply, bytes, burstNanos));
  }

  /** Here and not on the lane, for it computes; what was read before it goes ahead of it. */
  private void onSasl(int xid, Sasl.Request request) {
    Reply reply = replies.next();
    SaslStep step = sasl.answer(request.token(), peer);
    submitBurst();
    if (step.isOver()) {
      state = State.OVER;
    }
    rooms.lane().executeHere(() -> client.onSasl(xid, step, reply));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    submitBurst();
    replies.onReadComplete();
  }

  private void submitBurst() {
    if (burst.isEmpty()) {
      return;
    }
    List<ClientRequest> requests = burst;
    burst = new ArrayList<>(Math.min(requests.size(), MAX_OUTSTANDING));
    rooms.metrics().onReceived(burstBytes + (long) FRAME_LENGTH_BYTES * requests.size());
    rooms.flow().onAdmitted(replies, channel.eventLoop(), requests.size(), burstBytes);
    burstBytes = 0;
    rooms.lane().executeHere(new Burst(client, requests), channel.eventLoop());
  }

  /** What one read of the socket brought, on its way through the lane. */
  private record Burst(Client client, List<ClientRequest> requests) implements Runnable {
    @Override
    public void run() {
      for (int i = 0; i < requests.size(); i++) {
        client.process(requests.get(i));
      }
    }
  }

  private Reply onWord(int bytes) {
    rooms.metrics().onReceived(bytes);
    state = State.OVER;
    Reply reply = replies.next();
    rooms.lane().executeHere(() -> client.onFourLetterWord());
    return reply;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    replies.onWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    boolean lost = state != State.OVER;
    state = State.OVER;
    replies.onInactive();
    sasl.close();
    if (sessionlessTimer != null) {
      sessionlessTimer.cancel(false);
    }
    if (counted) {
      rooms.limits().leave(ip);
      rooms.lane().executeHere(lost ? client::onLost : client::onGone);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof DecoderException) {
      log.warn("connection closed, {}", cause.getMessage());
    } else if (cause instanceof IOException) {
      log.debug("connection lost, {} client={}", cause.getMessage(), peer);
    } else {
      log.error("connection closed, unexpected client={}", peer, cause);
    }
    state = State.OVER;
    context.close();
  }

  @Override
  public void push(Outgoing event) {
    replies.push(event);
  }

  /** Behind the answers and events that the lane, perhaps on this very thread, has given before. */
  @Override
  public void close() {
    try {
      channel.eventLoop().execute(channel::close);
    } catch (RejectedExecutionException eventLoopEnded) {
      log.debug("connection closed with its event loop client={}", peer);
    }
  }
}
