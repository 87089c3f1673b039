package io.castellan.server.zkclient;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.message.Auth;
import io.castellan.zk.protocol.message.Connect;
import io.castellan.zk.protocol.message.ReplyHeader;
import io.castellan.zk.protocol.message.RequestHeader;
import io.castellan.zk.protocol.message.SetWatches;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a session: its frames, its pings, and its judgement that the server is gone.
 * Owned by its event loop.
 *
 * <p>As in stock clients, a third of the session timeout without a request brings a ping, and two
 * thirds without a word from the server end the connection, which leaves the last third to find
 * another server before the session expires.
 */
final class SessionConnection extends SimpleChannelInboundHandler<ByteBuf> {
  private static final int MIN_TICK_MS = 10;

  private final Session session;
  private final String peer;
  private final int connectTimeoutMs;
  private final int maxFrameBytes;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> ticks;
  private String reason = "closed by the server";
  private boolean established;
  private boolean leaving;
  private int goodbyeXid;
  private int timeoutMs;
  private long lastWrittenNanos;
  private long lastHeardNanos;

  SessionConnection(Session session, String peer, int connectTimeoutMs, int maxFrameBytes) {
    this.session = session;
    this.peer = peer;
    this.connectTimeoutMs = connectTimeoutMs;
    this.maxFrameBytes = maxFrameBytes;
  }

  String peer() {
    return peer;
  }

  /** Whether the server has given us the session, now or before the connection ended. */
  boolean isEstablished() {
    return established;
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    context = active;
    lastHeardNanos = System.nanoTime();
    ticks = active.executor().schedule(this::onSilence, connectTimeoutMs, TimeUnit.MILLISECONDS);
    session.onOpen(this);
  }

  /** Ask for a session. */
  void handshake(Connect.Request request) {
    writeFrame(request::write);
    flush();
  }

  /** The session is ours: show who we are, leave the old watches again, and keep it alive. */
  void establish(
      int timeoutMs, List<ZkSettings.Identity> identities, List<SetWatches.Request> watches) {
    this.timeoutMs = timeoutMs;
    established = true;
    for (ZkSettings.Identity identity : identities) {
      Auth.Request auth = new Auth.Request(0, identity.scheme(), identity.credentials());
      write(new RequestHeader(RequestHeader.AUTH_XID, OpCode.AUTH.code()), auth::write);
    }
    for (SetWatches.Request request : watches) {
      write(
          new RequestHeader(RequestHeader.SET_WATCHES_XID, OpCode.SET_WATCHES.code()),
          request::write);
    }
    flush();
    stopTicks();
    int tickMs = Math.max(MIN_TICK_MS, timeoutMs / 12);
    ticks =
        open().executor().scheduleAtFixedRate(this::tick, tickMs, tickMs, TimeUnit.MILLISECONDS);
  }

  /**
   * Write one request without flushing.
   *
   * @return false when it is longer than a frame may be; nothing was written then
   */
  boolean write(RequestHeader header, Consumer<JuteWriter> body) {
    return writeFrame(
        writer -> {
          header.write(writer);
          body.accept(writer);
        });
  }

  void flush() {
    lastWrittenNanos = System.nanoTime();
    open().flush();
  }

  /** Close the session; the server closes the connection when it has. */
  void sayGoodbye(int xid) {
    leaving = true;
    goodbyeXid = xid;
    write(new RequestHeader(xid, OpCode.CLOSE_SESSION.code()), nothing -> {});
    flush();
  }

  void close() {
    reason = "closed by us";
    open().close();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext active, ByteBuf frame) {
    lastHeardNanos = System.nanoTime();
    if (leaving) {
      // After this reply the server closes the connection. Pings are answered before it.
      ReplyHeader answer = ReplyHeader.read(new JuteReader(frame));
      if (answer.xid() == goodbyeXid) {
        session.onGoodbye(this, answer);
      }
    } else if (established) {
      session.onFrame(this, frame);
    } else {
      session.onHandshake(this, Connect.Response.read(new JuteReader(frame)));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext active, Throwable cause) {
    reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    active.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    stopTicks();
    session.onClosed(this, reason);
  }

  private boolean writeFrame(Consumer<JuteWriter> content) {
    ByteBuf frame = open().alloc().ioBuffer();
    JuteWriter writer = new JuteWriter(frame);
    int mark = writer.beginLength();
    content.accept(writer);
    writer.endLength(mark);
    if (frame.readableBytes() - Integer.BYTES > maxFrameBytes) {
      frame.release();
      return false;
    }
    open().write(frame, open().voidPromise());
    return true;
  }

  private void tick() {
    long now = System.nanoTime();
    if (now - lastHeardNanos > TimeUnit.MILLISECONDS.toNanos(timeoutMs * 2L / 3)) {
      onSilence();
    } else if (now - lastWrittenNanos > TimeUnit.MILLISECONDS.toNanos(timeoutMs / 3)) {
      write(new RequestHeader(RequestHeader.PING_XID, OpCode.PING.code()), nothing -> {});
      flush();
    }
  }

  private void onSilence() {
    long silentMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastHeardNanos);
    reason = "no answer for " + silentMs + " ms";
    open().close();
  }

  private void stopTicks() {
    if (ticks != null) {
      ticks.cancel(false);
    }
  }

  private ChannelHandlerContext open() {
    if (context == null) {
      throw new IllegalStateException("zookeeper connection: not open (expected: active)");
    }
    return context;
  }
}
