package io.castellan.server.zkclient;

import io.castellan.zk.protocol.EventType;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.Connect;
import io.castellan.zk.protocol.message.ReplyHeader;
import io.castellan.zk.protocol.message.RequestHeader;
import io.castellan.zk.protocol.message.WatcherEvent;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session after another, each over one connection at a time. Owned by one event loop, that of
 * its connections too; {@link #submit}, {@link #close} and the volatile fields are for any thread.
 *
 * <p>Operations wait in {@code unsent} until there is a connection and room on it, then in {@code
 * sent} for their reply, which the server gives in the same order. When a connection breaks, those
 * in {@code sent} fail and those in {@code unsent} wait for the next, for as long as the session
 * can still be alive.
 *
 * <p>A generation counts sessions. The executor learns of an expiry later than this loop does; what
 * it submits in between carries the old generation and is refused, so that nothing which was meant
 * for the old session (an ephemeral node, say) happens in the new one.
 */
final class Session {
  private static final Logger log = LoggerFactory.getLogger(Session.class);
  private static final int CHUNK = 256;
  private static final byte[] NO_PASSWORD = new byte[Connect.PASSWORD_BYTES];

  private final ZkSettings settings;
  private final ZkServers servers;
  private final Executor executor;
  private final SessionListener listener;
  private final Chroot chroot;
  private final EventLoop loop;
  private final Dialer dialer;
  private final MpscUnboundedArrayQueue<PendingOp<?>> submissions =
      new MpscUnboundedArrayQueue<>(CHUNK);
  private final AtomicBoolean hopScheduled = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int knownGeneration;
  private volatile long sessionId;

  private final ArrayDeque<PendingOp<?>> unsent = new ArrayDeque<>();
  private final ArrayDeque<PendingOp<?>> sent = new ArrayDeque<>();
  private final WatchTable watches = new WatchTable();
  private @Nullable SessionConnection connection;
  private @Nullable KeeperError finalError;
  private @Nullable SessionKey abandoned;
  private byte[] password = NO_PASSWORD;
  private int generation;
  private int timeoutMs;
  private int lastXid;
  private long lastZxid;
  private long lastConnectedNanos = System.nanoTime();

  Session(
      ZkServers servers,
      ZkSettings settings,
      Chroot chroot,
      Executor executor,
      SessionListener listener) {
    this.servers = servers;
    this.settings = settings;
    this.chroot = chroot;
    this.executor = executor;
    this.listener = listener;
    this.timeoutMs = settings.sessionTimeoutMs();
    this.abandoned = settings.abandoned();
    this.loop = servers.eventLoops().next();
    this.dialer =
        new Dialer(servers, loop, this, settings.sessionTimeoutMs(), settings.maxFrameBytes());
  }

  void start() {
    loop.execute(dialer::dial);
  }

  /** Hand in an operation. From any thread. */
  void submit(PendingOp<?> op) {
    submissions.offer(op);
    if (hopScheduled.compareAndSet(false, true)) {
      try {
        loop.execute(this::takeSubmissions);
      } catch (RejectedExecutionException loopEnded) {
        PendingOp<?> rejected;
        while ((rejected = submissions.poll()) != null) {
          rejected.fail(KeeperError.SESSION_EXPIRED);
        }
      }
    }
  }

  /** The newest session that the executor has been told of. */
  int knownGeneration() {
    return knownGeneration;
  }

  long sessionId() {
    return sessionId;
  }

  /** End the session and wait until the server knows, at most a second. */
  void close() {
    try {
      loop.execute(this::beginClose);
      if (!ended.await(1, TimeUnit.SECONDS)) {
        loop.execute(this::end);
      }
    } catch (RejectedExecutionException loopEnded) {
      // nothing runs any more; the server will expire the session
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeSubmissions() {
    hopScheduled.set(false);
    PendingOp<?> op;
    while ((op = submissions.poll()) != null) {
      KeeperError refusal = refusal(op);
      if (refusal == null) {
        unsent.add(op);
      } else {
        op.fail(refusal);
      }
    }
    pump();
  }

  private @Nullable KeeperError refusal(PendingOp<?> op) {
    if (finalError != null) {
      return finalError;
    }
    if (op.generation != generation) {
      return KeeperError.SESSION_EXPIRED;
    }
    boolean full = unsent.size() + sent.size() >= settings.maxOutstanding();
    return full ? KeeperError.THROTTLED_OP : null;
  }

  /** Send what waits, as far as the connection takes it, with one flush. */
  private void pump() {
    SessionConnection open = connection;
    if (open == null || !open.isEstablished()) {
      return;
    }
    boolean written = false;
    while (sent.size() < settings.maxInFlight() && !unsent.isEmpty()) {
      PendingOp<?> op = unsent.poll();
      op.xid = nextXid();
      if (open.write(new RequestHeader(op.xid, op.type.code()), op.body)) {
        sent.add(op);
        written = true;
      } else {
        op.fail(KeeperError.MARSHALLING_ERROR);
      }
    }
    if (written) {
      open.flush();
    }
  }

  private int nextXid() {
    lastXid = lastXid == Integer.MAX_VALUE ? 1 : lastXid + 1;
    return lastXid;
  }

  /** A channel is open: ask for the session. */
  void onOpen(SessionConnection opened) {
    if (finalError != null) {
      opened.close();
      return;
    }
    connection = opened;
    SessionKey old = abandoned;
    if (old != null) {
      opened.handshake(
          new Connect.Request(0, 0, timeoutMs, old.sessionId(), old.password(), false));
      return;
    }
    opened.handshake(new Connect.Request(0, lastZxid, timeoutMs, sessionId, password, false));
  }

  /** The server's answer to the handshake. */
  void onHandshake(SessionConnection from, Connect.Response response) {
    if (abandoned != null) {
      bury(from, response.timeoutMs() > 0);
      return;
    }
    if (response.timeoutMs() <= 0) {
      expire();
      return;
    }
    boolean fresh = sessionId == 0;
    timeoutMs = response.timeoutMs();
    password = response.password();
    sessionId = response.sessionId();
    lastConnectedNanos = System.nanoTime();
    dialer.onConnected();
    from.establish(timeoutMs, settings.identities(), watches.requests(lastZxid));
    log.info(
        "zookeeper session {} server={} session=0x{} timeoutMs={}",
        fresh ? "established" : "re-established",
        from.peer(),
        Long.toHexString(sessionId),
        timeoutMs);
    SessionKey key = new SessionKey(sessionId, password);
    executor.execute(() -> listener.onConnected(key));
    pump();
  }

  /**
   * The server knows, or knows no more, the session that our predecessor left behind when it was
   * killed. Its ephemeral nodes stand until the session ends, so it is ended now; then we connect
   * again for a session of our own.
   */
  private void bury(SessionConnection from, boolean alive) {
    if (alive) {
      from.sayGoodbye(nextXid());
    } else {
      dialer.onConnected();
      abandoned = null;
      from.close();
    }
  }

  /**
   * The server's answer to our goodbye. Only this ends the predecessor's session for us: a
   * connection that broke before it is dialled again, and asks again.
   */
  void onGoodbye(SessionConnection from, ReplyHeader answer) {
    if (abandoned != null && answer.err() == KeeperError.OK.code()) {
      log.info("zookeeper session of an earlier process is closed server={}", from.peer());
      dialer.onConnected();
      abandoned = null;
    }
  }

  /** A reply or an event. */
  void onFrame(SessionConnection from, ByteBuf frame) {
    JuteReader reader = new JuteReader(frame, settings.maxFrameBytes());
    ReplyHeader header = ReplyHeader.read(reader);
    switch (header.xid()) {
      case RequestHeader.PING_XID, RequestHeader.SET_WATCHES_XID -> {}
      case RequestHeader.AUTH_XID -> {
        if (header.err() != KeeperError.OK.code()) {
          refuseIdentity(from);
        }
      }
      case ReplyHeader.NOTIFICATION_XID -> onEvent(WatcherEvent.read(reader));
      default -> onReply(header, reader);
    }
  }

  private void onReply(ReplyHeader header, JuteReader reader) {
    PendingOp<?> op = sent.peek();
    if (op == null || op.xid != header.xid()) {
      throw new JuteException("xid: " + header.xid() + " (expected: " + headXid(op) + ")");
    }
    if (header.zxid() > 0) {
      lastZxid = header.zxid();
    }
    complete(op, header.err(), reader);
    pump();
  }

  private static String headXid(@Nullable PendingOp<?> op) {
    return op == null ? "none" : Integer.toString(op.xid);
  }

  private <T> void complete(PendingOp<T> op, int err, JuteReader reader) {
    ZkResult<T> result;
    if (err == KeeperError.OK.code()) {
      result = op.read(reader); // throws before the op leaves the queue: it fails with the rest
    } else {
      KeeperError known = KeeperError.fromCode(err);
      result = ZkResult.failed(known == null ? KeeperError.SYSTEM_ERROR : known);
    }
    sent.poll();
    PendingOp.Watch watch = op.watch;
    if (watch != null) {
      if (result.isOk()) {
        watches.add(watch.kind(), watch.path(), true);
      } else if (watch.kind() == WatchTable.Kind.EXISTS && result.error() == KeeperError.NO_NODE) {
        watches.add(watch.kind(), watch.path(), false);
      }
    }
    op.complete(result);
  }

  private void onEvent(WatcherEvent event) {
    EventType type = EventType.fromCode(event.type());
    if (type == null || type == EventType.NONE) {
      return;
    }
    watches.onEvent(type, event.path());
    String path = chroot.relative(event.path());
    executor.execute(() -> listener.onEvent(type, path));
  }

  /** A connection ended, for whatever reason. */
  void onClosed(SessionConnection closed, String reason) {
    if (connection != closed) {
      return;
    }
    connection = null;
    if (finalError != null) {
      end();
      return;
    }
    if (closed.isEstablished()) {
      lastConnectedNanos = System.nanoTime();
      log.info("zookeeper connection lost server={} reason={}", closed.peer(), reason);
      executor.execute(listener::onDisconnected);
    } else {
      onDialFailed();
    }
    failAll(sent, KeeperError.CONNECTION_LOSS);
    dialer.dial();
  }

  /** No server could be reached, or the one that was reached did not give us the session. */
  void onDialFailed() {
    long downMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastConnectedNanos);
    if (downMs > timeoutMs) {
      failAll(unsent, KeeperError.CONNECTION_LOSS);
    }
  }

  private void expire() {
    log.warn(
        "zookeeper session expired server={} session=0x{}",
        servers.description(),
        Long.toHexString(sessionId));
    sessionId = 0;
    password = NO_PASSWORD;
    timeoutMs = settings.sessionTimeoutMs();
    lastZxid = 0;
    watches.clear();
    int next = ++generation;
    failAll(sent, KeeperError.SESSION_EXPIRED);
    failAll(unsent, KeeperError.SESSION_EXPIRED);
    executor.execute(
        () -> {
          knownGeneration = next;
          listener.onExpired();
        });
    closeConnection();
  }

  private void refuseIdentity(SessionConnection from) {
    log.error("zookeeper refused our identity server={}", from.peer());
    finalError = KeeperError.AUTH_FAILED;
    failAll(sent, KeeperError.AUTH_FAILED);
    failAll(unsent, KeeperError.AUTH_FAILED);
    executor.execute(listener::onAuthFailed);
    closeConnection();
  }

  private void beginClose() {
    if (finalError == null) {
      finalError = KeeperError.SESSION_EXPIRED;
    }
    dialer.stop();
    failAll(unsent, KeeperError.SESSION_EXPIRED);
    SessionConnection open = connection;
    if (open == null || !open.isEstablished()) {
      end();
    } else {
      open.sayGoodbye(nextXid());
    }
  }

  private void end() {
    dialer.stop();
    failAll(sent, KeeperError.SESSION_EXPIRED);
    failAll(unsent, KeeperError.SESSION_EXPIRED);
    closeConnection();
    ended.countDown();
  }

  private void closeConnection() {
    SessionConnection open = connection;
    if (open != null) {
      open.close();
    }
  }

  private static void failAll(ArrayDeque<PendingOp<?>> ops, KeeperError error) {
    PendingOp<?> op;
    while ((op = ops.poll()) != null) {
      op.fail(error);
    }
  }
}
