package io.castellan.server.kafka;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.RequestHeader;
import io.castellan.server.auth.Principal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, how, and through which door; and the lifetime of the bytes that the request was decoded
 * from. Immutable but for the frame, which is released once.
 */
public final class RequestContext {
  private final RequestHeader header;
  private final ConnectionIdentity connection;
  private final EventLoop eventLoop;
  private final CloseHooks closeHooks;
  private final ReadBurst burst;
  private final ByteBuf frame;
  private final int frameBytes;
  private final @Nullable RequestBudget budget;
  private final AtomicBoolean frameReleased = new AtomicBoolean();

  /**
   * @param header as it was read
   * @param connection where it came from
   * @param eventLoop the connection's
   * @param closeHooks the connection's
   * @param burst the connection's
   * @param frame the bytes of the request, whose release becomes this context's
   * @param budget where the frame is counted while it is held; null when it is not
   */
  public RequestContext(
      RequestHeader header,
      ConnectionIdentity connection,
      EventLoop eventLoop,
      CloseHooks closeHooks,
      ReadBurst burst,
      ByteBuf frame,
      @Nullable RequestBudget budget) {
    this.header = header;
    this.connection = connection;
    this.eventLoop = eventLoop;
    this.closeHooks = closeHooks;
    this.burst = burst;
    this.frame = frame;
    this.frameBytes = frame.readableBytes();
    this.budget = budget;
  }

  /** A context without a frame, for requests that did not come in one. */
  public static RequestContext withoutFrame(
      RequestHeader header, ConnectionIdentity connection, EventLoop eventLoop) {
    return new RequestContext(
        header,
        connection,
        eventLoop,
        new CloseHooks(),
        new ReadBurst(),
        Unpooled.EMPTY_BUFFER,
        null);
  }

  /** The API that is called. */
  public ApiKey api() {
    return header.apiKey();
  }

  /** The version of the request, which is also the answer's. */
  public short version() {
    return header.apiVersion();
  }

  /** The header as it was read. */
  public RequestHeader header() {
    return header;
  }

  /** The client's name for itself; empty when it gave none. */
  public String clientId() {
    String clientId = header.clientId();
    return clientId == null ? "" : clientId;
  }

  /** The connection that it came through. */
  public ConnectionIdentity connection() {
    return connection;
  }

  /** Who asks. */
  public Principal principal() {
    return connection.principal();
  }

  /** The peer's address. */
  public InetSocketAddress remoteAddress() {
    return connection.remoteAddress();
  }

  /** The name of the listener that the request came through. */
  public String listenerName() {
    return connection.listenerName();
  }

  /** The event loop that calls handlers for this connection. */
  public EventLoop eventLoop() {
    return eventLoop;
  }

  /** What is run when the connection closes. On the event loop. */
  public CloseHooks closeHooks() {
    return closeHooks;
  }

  /** The requests that were read together with this one. On the event loop. */
  public ReadBurst burst() {
    return burst;
  }

  /**
   * Release the request's frame before the answer: for a request that waits and needs its bytes no
   * more. From any thread; a second call does nothing.
   */
  public void releaseFrame() {
    if (frameReleased.compareAndSet(false, true)) {
      frame.release();
      if (budget != null) {
        budget.release(frameBytes);
      }
    }
  }

  /** One line for logs: {@code Fetch v12 client=app-1 peer=10.1.2.3:51234 listener=PLAINTEXT}. */
  @Override
  public String toString() {
    return api().displayName()
        + " v"
        + version()
        + " client="
        + clientId()
        + " peer="
        + connection.peer()
        + " listener="
        + listenerName();
  }
}
