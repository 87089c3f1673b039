package io.castellan.server.zk.request;

import io.castellan.server.net.Reply;
import io.castellan.server.zk.audit.AuditLog;
import io.castellan.server.zk.peer.Ensemble;
import io.castellan.server.zk.session.Session;
import io.castellan.server.zk.session.SessionPassword;
import io.castellan.server.zk.tree.TreeImage;
import io.castellan.server.zk.tree.WatchEvent;
import io.castellan.server.zk.tree.WatchTable;
import io.castellan.server.zk.tree.WatchedPaths;
import io.castellan.server.zk.tree.Watcher;
import io.castellan.server.zk.tree.Znode;
import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.server.zk.txn.WriteRequest;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.Permission;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.Id;
import io.castellan.zk.protocol.message.Connect;
import io.castellan.zk.protocol.message.CreateSession;
import io.castellan.zk.protocol.txn.ErrorTxn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ensemble lane's side of one connection: its session, its identities, its watches, and the
 * order of its requests. Owned by the ensemble lane.
 */
public final class Client implements Watcher {
  private static final Logger log = LoggerFactory.getLogger(Client.class);

  private final ClientPort port;
  private final String peer;
  private final Clients clients;
  private final Ensemble ensemble;
  private final ConnectionStats stats;
  private final WatchedPaths watched = new WatchedPaths();

  /** Writes on their way, and the reads behind them. Empty when nothing is on its way. */
  private final Deque<Waiting> inOrder = new ArrayDeque<>(4);

  private final Identities identities;
  private @Nullable Session session;
  private boolean gone;

  /** One of its requests was passed over, so that none that came after it may be done. */
  private boolean givenUp;

  /** The last answer is on its way; the connection closes after it. */
  private boolean ending;

  private boolean hasAskedAWord;
  private long connectedMs;

  private sealed interface Waiting {
    /** The session is being created. */
    record ForSession() implements Waiting {}

    /** A write is on its way. */
    record ForWrite(ClientRequest request) implements Waiting {}

    /**
     * Waits for the one before it: a read, or anything while there is no session yet.
     *
     * @param late whether the session was about to end when it came
     */
    record ForItsTurn(ClientRequest request, boolean late) implements Waiting {}
  }

  /**
   * @param port the connection
   * @param peer the client's address and port, for the log
   * @param ip the client's address
   */
  public Client(ClientPort port, String peer, String ip, Clients clients) {
    this.port = port;
    this.peer = peer;
    this.clients = clients;
    this.ensemble = clients.ensemble();
    this.identities = new Identities(clients.settings(), ip);
    this.stats = new ConnectionStats(ensemble.lane().clock().wallClockMs());
  }

  /** The connection was accepted. */
  public void onConnected() {
    connectedMs = clients.nowMs();
    clients.add(this);
  }

  /** The first frame of the connection: opens a session, or takes one up again. */
  public void connect(Connect.Request request, Reply reply) {
    if (gone) {
      return;
    }
    clients.stats().onReceived();
    clients.metrics().onConnectRequest();
    clients.throttleMetrics().onConnect(clients.connectionThrottle().used());
    stats.onReceived(0);
    if (!clients.connectionThrottle().admits(request.sessionId() == 0, clients.nowMs())) {
      log.info("connection closed, more come than are let in at a time client={}", peer);
      reply.close();
      return;
    }
    if (!ensemble.isServing()) {
      log.info("client refused, this server has no leader client={}", peer);
      reply.close();
      return;
    }
    if (request.lastZxidSeen() > ensemble.tree().lastZxid()) {
      // The client has seen a later state on another server; it must not travel back in time.
      log.info(
          "client refused, it has seen zxid 0x{} and this server is at 0x{} client={}",
          Long.toHexString(request.lastZxidSeen()),
          Long.toHexString(ensemble.tree().lastZxid()),
          peer);
      reply.close();
      return;
    }
    int timeoutMs = clients.settings().clampTimeoutMs(request.timeoutMs());
    if (request.sessionId() == 0) {
      openSession(timeoutMs, request.readOnly(), reply);
    } else {
      resumeSession(request, timeoutMs, reply);
    }
  }

  private void openSession(int timeoutMs, @Nullable Boolean readOnly, Reply reply) {
    long id = clients.nextSessionId();
    inOrder.add(new Waiting.ForSession());
    WriteRequest create =
        new WriteRequest(
            id, 0, OpCode.CREATE_SESSION, new CreateSession.Request(timeoutMs), List.of());
    ensemble.propose(create, planned -> onSessionReady(id, timeoutMs, readOnly, reply));
  }

  private void onSessionReady(long id, int timeoutMs, @Nullable Boolean readOnly, Reply reply) {
    List<Waiting> behind = new ArrayList<>(inOrder);
    inOrder.clear();
    if (!gone) {
      attach(id, timeoutMs, readOnly, reply);
      for (Waiting waiting : behind) {
        if (waiting instanceof Waiting.ForItsTurn next) {
          dispatch(next.request);
        }
      }
    }
  }

  private void resumeSession(Connect.Request request, int timeoutMs, Reply reply) {
    long id = request.sessionId();
    if (!SessionPassword.isRight(id, request.password())) {
      refuseSession(request, reply);
      return;
    }
    inOrder.add(new Waiting.ForSession());
    ensemble.resume(
        id,
        timeoutMs,
        alive -> {
          if (alive && !gone) {
            // Not before: who does not know the password must not be able to disturb who does.
            Client other = clients.ofSession(id);
            if (other != null && other != this) {
              other.drop();
            }
            // A server that is behind its leader may not have heard of the session yet.
            ensemble.sessions().add(id, timeoutMs, clients.nowMs());
          }
          if (alive) {
            onSessionReady(id, timeoutMs, request.readOnly(), reply);
          } else {
            refuseSession(request, reply);
          }
        });
  }

  private void refuseSession(Connect.Request request, Reply reply) {
    log.info("session refused session=0x{} client={}", Long.toHexString(request.sessionId()), peer);
    reply.sendAndClose(
        new ConnectFrame(
            new Connect.Response(
                0, 0, 0, new byte[SessionPassword.BYTES], answerReadOnly(request.readOnly()))));
  }

  private void attach(long id, int timeoutMs, @Nullable Boolean readOnly, Reply reply) {
    Session mine = ensemble.sessions().find(id);
    if (mine == null) {
      reply.close(); // it was closed between its creation and now, from another connection
      return;
    }
    session = mine;
    ensemble.sessions().retime(mine, timeoutMs, clients.nowMs());
    clients.attach(this, mine);
    clients.stats().onReplied(0);
    stats.onReplied("SESS", ensemble.tree().lastZxid(), clients.nowMs(), 0);
    reply.send(
        new ConnectFrame(
            new Connect.Response(
                0, timeoutMs, id, SessionPassword.of(id), answerReadOnly(readOnly))));
  }

  /** Who did not send the flag does not expect it back; this server is never read-only. */
  private static @Nullable Boolean answerReadOnly(@Nullable Boolean asked) {
    return asked == null ? null : Boolean.FALSE;
  }

  /** A request of the client. */
  public void process(ClientRequest request) {
    stats.onReceived(request.xid());
    clients.stats().onReceived();
    clients.metrics().onTaken(clients.nowNanos() - request.arrivedNanos());
    if (session != null) {
      ensemble.sessions().touch(session, clients.nowMs());
    }
    if (gone || ending) {
      abandon(request);
    } else if (request.op() == OpCode.AUTH) {
      clients.requestThrottle().onUrgent();
      dispatch(request);
    } else if (!identities.suffice()) {
      clients.outstanding().onAnswered(request.bytes());
      log.warn(
          "connection closed, not authenticated required={} session=0x{} client={}",
          clients.settings().requiredSchemes(),
          hexId(),
          peer);
      end(request.xid(), KeeperError.SESSION_CLOSED_REQUIRE_SASL_AUTH, request.reply());
    } else {
      clients.requestThrottle().onRequest(this, request, clients.nowNanos());
    }
  }

  /** A request that is not begun at all. */
  void abandon(ClientRequest request) {
    clients.outstanding().onAnswered(request.bytes());
    request.reply().skip();
  }

  /** A step of a SASL exchange, which the connection has made. */
  public void onSasl(int xid, SaslStep step, Reply reply) {
    stats.onReceived(xid);
    clients.stats().onReceived();
    if (gone || ending) {
      reply.skip();
      return;
    }
    identities.add(step.proved());
    for (Id id : step.proved()) {
      log.info("authenticated as {}:{} client={}", id.scheme(), id.id(), peer);
    }
    clients.stats().onReplied(0);
    stats.onReplied("SASL", 0, clients.nowMs(), 0);
    SaslFrame frame = new SaslFrame(xid, step);
    if (step.isOver()) {
      ending = true;
      reply.sendAndClose(frame);
    } else {
      reply.send(frame);
    }
  }

  /** Answer an error that no transaction stands behind, and take nothing more. */
  private void end(int xid, KeeperError error, Reply reply) {
    ending = true;
    reply.sendAndClose(new Response(xid, 0, ResponseBody.error(error)));
  }

  /** Begin a request. */
  void dispatch(ClientRequest request) {
    Session mine = session;
    if (request.op() == OpCode.AUTH) {
      // At once, though its answer stands in line: writes behind it are planned now, not when the
      // ones before it are applied, and they need the new identities.
      reply(request, answer(request));
    } else if (mine == null) {
      inOrder.add(new Waiting.ForItsTurn(request, false));
    } else if (request.handler() instanceof WriteHandler) {
      write(request, mine);
    } else if (request.op() == OpCode.SYNC && !ensemble.isAlone()) {
      sync(request, mine);
    } else if (!inOrder.isEmpty()) {
      inOrder.add(new Waiting.ForItsTurn(request, mine.isClosing()));
    } else {
      read(request, mine.isClosing());
    }
  }

  /** What was asked before the session was told to end is answered, though it comes to it after. */
  private void read(ClientRequest request, boolean late) {
    reply(request, late ? ResponseBody.error(KeeperError.SESSION_EXPIRED) : answer(request));
  }

  private void write(ClientRequest request, Session mine) {
    if (request.op() == OpCode.CLOSE_SESSION && mine.isClosing()) {
      // It ends already, and the connection with it: a session is closed once.
      finish(request);
      request.reply().skip();
      return;
    }
    inOrder.add(new Waiting.ForWrite(request));
    if (request.op() == OpCode.CLOSE_SESSION) {
      ensemble.closeSession(mine, request.xid(), planned -> onApplied(request, List.of(), planned));
      return;
    }
    List<Id> asking = identities.all(); // now: it may have proved more by the time of the answer
    WriteRequest write =
        new WriteRequest(mine.id(), request.xid(), request.op(), request.body(), asking);
    ensemble.propose(write, planned -> onApplied(request, asking, planned));
  }

  /** The leader is asked, as for a write, and nothing is changed by it. */
  private void sync(ClientRequest request, Session mine) {
    inOrder.add(new Waiting.ForWrite(request));
    ensemble.sync(
        mine.id(),
        request.xid(),
        () -> {
          takeTurn(request);
          reply(request, answer(request));
          readOn();
        });
  }

  private void takeTurn(ClientRequest request) {
    Waiting first = inOrder.remove();
    if (!(first instanceof Waiting.ForWrite write) || write.request.xid() != request.xid()) {
      throw new IllegalStateException("reply: out of order client=" + peer);
    }
  }

  private void onApplied(ClientRequest request, List<Id> asking, PlannedTxn planned) {
    takeTurn(request);
    writeDown(request, asking, planned);
    QuotaErrors.count(request.body(), planned, clients.metrics());
    if (planned.txn().txn() instanceof ErrorTxn error) {
      KeeperError code = KeeperError.fromCode(error.err());
      reply(request, ResponseBody.error(code == null ? KeeperError.SYSTEM_ERROR : code));
    } else {
      reply(request, answer(request, planned));
    }
    readOn();
  }

  /** The reads behind what was just answered. */
  private void readOn() {
    while (session != null && inOrder.peek() instanceof Waiting.ForItsTurn next) {
      inOrder.remove();
      read(next.request, next.late);
    }
  }

  private void writeDown(ClientRequest request, List<Id> asking, PlannedTxn planned) {
    AuditLog audit = clients.audit();
    Session mine = session;
    if (audit != null && mine != null) {
      audit.onWrite(identities.asker(mine.id(), asking), request.op(), request.body(), planned);
    }
  }

  @SuppressWarnings("unchecked") // the body was decoded by this very handler
  private ResponseBody answer(ClientRequest request) {
    return ((ReadHandler<Object>) request.handler()).answer(request.body(), this);
  }

  @SuppressWarnings("unchecked") // the body was decoded by this very handler
  private static ResponseBody answer(ClientRequest request, PlannedTxn planned) {
    return ((WriteHandler<Object>) request.handler()).answer(request.body(), planned);
  }

  private void reply(ClientRequest request, ResponseBody body) {
    long zxid = request.op() == OpCode.AUTH ? 0 : ensemble.tree().lastZxid();
    long latencyMs = Math.max(0, (clients.nowNanos() - request.arrivedNanos()) / 1_000_000);
    stats.onReplied(request.handler().shortName(), zxid, clients.nowMs(), latencyMs);
    clients.stats().onReplied(latencyMs);
    if (request.handler() instanceof WriteHandler) {
      clients.metrics().onWritten(latencyMs);
    } else {
      clients.metrics().onRead(latencyMs);
    }
    int xid = request.op() == OpCode.PING ? PingHandler.XID : request.xid();
    if (gone) {
      clients.throttleMetrics().onStaleReply();
    }
    Response response = new Response(xid, zxid, body);
    boolean last =
        request.op() == OpCode.CLOSE_SESSION
            || (request.handler() instanceof Refusal refusal && refusal.endsConnection())
            || (request.op() == OpCode.AUTH && body.error() != KeeperError.OK);
    if (last) {
      ending = true;
      request.reply().sendAndClose(response);
    } else {
      request.reply().send(response);
    }
    finish(request); // last, for it may begin the next one
  }

  private void finish(ClientRequest request) {
    clients.outstanding().onAnswered(request.bytes());
    clients.requestThrottle().onFinished(clients.nowNanos());
  }

  @Override
  public void onEvent(WatchEvent event, List<Acl> acl) {
    if (clients.settings().acls().allows(acl, Permission.READ, identities.all())) {
      stats.onPushed();
      clients.stats().onPushed();
      port.push(new EventFrame(event));
    }
  }

  @Override
  public WatchedPaths watched() {
    return watched;
  }

  /** The client has closed the connection, or it broke. */
  public void onLost() {
    if (!gone && !ending) {
      clients.metrics().onConnectionLost();
    }
    onGone();
  }

  /** The connection is closed. The session lives on until it expires. */
  public void onGone() {
    if (!gone) {
      gone = true;
      watches().removeAll(this);
      clients.remove(this);
      List<Waiting.ForItsTurn> reads = new ArrayList<>();
      for (Waiting waiting : inOrder) {
        if (waiting instanceof Waiting.ForItsTurn read) {
          reads.add(read);
        }
      }
      inOrder.removeAll(reads);
      reads.forEach(read -> finish(read.request)); // which may let held requests go on
    }
  }

  /** The session has ended. */
  void onSessionClosed() {
    onGone();
    if (!ending) {
      port.close();
    }
  }

  /** Close the connection. */
  public void drop() {
    onGone();
    port.close();
  }

  /** Close the connection, and begin nothing any more that it has asked for. */
  void giveUp() {
    givenUp = true;
    drop();
  }

  /** Whether nothing that it has asked for is begun any more. */
  boolean isGivenUp() {
    return givenUp;
  }

  /** Add the identities that credentials prove; false when they prove none. */
  boolean authenticate(String scheme, byte @Nullable [] credentials) {
    if (identities.prove(scheme, credentials)) {
      return true;
    }
    clients.metrics().onAuthFailed();
    log.warn(
        "connection closed, authentication failed scheme={} (offered: {}) session=0x{} client={}",
        scheme,
        clients.settings().acls().schemes(),
        hexId(),
        peer);
    return false;
  }

  /** A node was read, for what is counted for each top-level node. */
  void countRead(String path, int dataBytes) {
    clients.metrics().onNodeRead(path, dataBytes);
  }

  TreeImage image() {
    return ensemble.tree().image();
  }

  WatchTable watches() {
    return ensemble.watches();
  }

  List<Id> identities() {
    return identities.all();
  }

  List<String> ephemerals() {
    return session == null ? List.of() : ensemble.tree().ephemerals().of(session.id());
  }

  boolean mayRead(Znode node) {
    return may(Permission.READ, node);
  }

  boolean may(Permission wanted, Znode node) {
    return clients.settings().acls().allows(node.acl(), wanted, identities.all());
  }

  /** Whether the connection is closed. */
  boolean isGone() {
    return gone;
  }

  /** The session, once there is one. */
  public @Nullable Session session() {
    return session;
  }

  /** The client's address and port. */
  public String peer() {
    return peer;
  }

  /** What the connection has done. */
  public ConnectionStats stats() {
    return stats;
  }

  /** The connection has asked a four-letter word instead of opening a session. */
  public void onFourLetterWord() {
    hasAskedAWord = true;
    stats.onReceived(0);
    clients.stats().onReceived();
    clients.stats().onPushed(); // its text, though the connection does not count it
  }

  /** Whether the connection has asked a four-letter word. */
  public boolean hasAskedAWord() {
    return hasAskedAWord;
  }

  /** When the connection will be closed unless something comes, on the monotonic clock. */
  public long deadlineMs() {
    return session == null
        ? connectedMs + clients.settings().sessionlessTimeoutMs()
        : session.deadlineMs();
  }

  /** How many requests are not answered yet. */
  public int outstanding() {
    return inOrder.size();
  }

  private String hexId() {
    return session == null ? "0" : Long.toHexString(session.id());
  }
}
