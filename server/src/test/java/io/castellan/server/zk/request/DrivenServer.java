package io.castellan.server.zk.request;

import io.castellan.server.config.ZooThrottle;
import io.castellan.server.lane.Lane;
import io.castellan.server.lane.ManualClock;
import io.castellan.server.net.Reply;
import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.auth.AclRules;
import io.castellan.server.zk.auth.AuthSchemes;
import io.castellan.server.zk.ensemble.Standalone;
import io.castellan.server.zk.metrics.ZooKeeperMetrics;
import io.castellan.server.zk.peer.Ensemble;
import io.castellan.server.zk.peer.SessionEnd;
import io.castellan.server.zk.peer.SnapshotTrigger;
import io.castellan.server.zk.peer.SnapshotWriter;
import io.castellan.server.zk.peer.Snapshots;
import io.castellan.server.zk.peer.TrackedSessions;
import io.castellan.server.zk.peer.TxnLogWriter;
import io.castellan.server.zk.session.SessionIds;
import io.castellan.server.zk.session.SessionTracker;
import io.castellan.server.zk.store.DataDirectories;
import io.castellan.server.zk.tree.Change;
import io.castellan.server.zk.tree.TreeRules;
import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.server.zk.txn.PlannerSettings;
import io.castellan.server.zk.txn.TxnPlanner;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.message.Connect;
import io.castellan.zk.protocol.message.ReplyHeader;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole server behind its connections, on the thread and the clock of a test: nothing runs, is
 * forced or times out unless the test says so.
 */
final class DrivenServer implements SessionEnd {
  static final int TICK_MS = 2000;

  final ManualClock clock;
  final List<LoggedTxn> log;
  final Ensemble ensemble;
  final Clients clients;
  private final Lane lane;
  private final Lane logLane;
  private final Lane snapshotLane;
  private final MemoryLog memory;
  private final RequestTable requests = new RequestTable();
  private @Nullable Clients told;

  DrivenServer() {
    this(new ZooThrottle(ZooThrottle.Connections.NONE, ZooThrottle.Requests.NONE));
  }

  DrivenServer(ZooThrottle throttle) {
    this(
        new ManualClock(),
        throttle,
        new ZnodeTree(new TreeRules(true, false, false)),
        new MemoryLog(),
        image -> Path.of("nowhere"),
        1_000_000);
  }

  /**
   * One on a disk.
   *
   * @param tree recovered from it
   * @param snapCount a snapshot is due after half as many transactions
   */
  DrivenServer(ManualClock clock, DataDirectories disk, ZnodeTree tree, int snapCount) {
    this(
        clock,
        new ZooThrottle(ZooThrottle.Connections.NONE, ZooThrottle.Requests.NONE),
        tree,
        disk.log(),
        disk::writeSnapshot,
        snapCount);
  }

  private DrivenServer(
      ManualClock clock,
      ZooThrottle throttle,
      ZnodeTree tree,
      TxnLogWriter writer,
      SnapshotWriter snapshotWriter,
      int snapCount) {
    this.clock = clock;
    this.lane = new Lane("ensemble", 1, clock, (which, cause) -> {});
    this.logLane = new Lane("txnlog", 1, clock, (which, cause) -> {});
    this.snapshotLane = new Lane("snapshot", 1, clock, (which, cause) -> {});
    this.memory = writer instanceof MemoryLog given ? given : new MemoryLog();
    this.log = memory.txns;
    ZooKeeperMetrics metrics = new ZooKeeperMetrics();
    SessionTracker sessions = new SessionTracker(TICK_MS);
    AclRules acls = new AclRules(false, AuthSchemes.DEFAULT);
    TxnPlanner planner =
        new TxnPlanner(acls, session -> Ensemble.check(sessions, session), PlannerSettings.DEFAULT);
    Snapshots snapshots = new Snapshots(snapshotLane, snapshotWriter, metrics.store());
    ensemble =
        new Ensemble(
            lane,
            logLane,
            tree,
            sessions,
            new Standalone(planner, tree, new TrackedSessions(sessions, clock)),
            writer,
            new SnapshotTrigger(snapCount, 0, limit -> 0),
            snapshots,
            this,
            metrics);
    clients =
        new Clients(
            ensemble,
            new ClientSettings(2 * TICK_MS, 20 * TICK_MS, 10_000, acls, List.of(), throttle),
            new SessionIds(1, clock.wallClockMs()));
    told = clients;
    ensemble.start();
  }

  @Override
  public void onSessionClosed(long closedSession, List<Change> changes) {
    if (told != null) {
      told.onSessionClosed(closedSession);
    }
  }

  /** Run what is due and queued on the ensemble lane, but force nothing. */
  void think() {
    while (lane.runOnce() > 0) {
      // until nothing is left
    }
  }

  /** Run everything, forces included, until nothing is left. */
  void settle() {
    while (step()) {
      // until nothing is left
    }
  }

  /** Run what is queued on each lane; false when nothing was. */
  boolean step() {
    return lane.runOnce() + logLane.runOnce() + snapshotLane.runOnce() > 0;
  }

  /** Let time pass a tick at a time, with everything done that comes due. */
  void pass(long ms) {
    long left = ms;
    while (left > 0) {
      long step = Math.min(left, TICK_MS / 2);
      clock.advanceMs(step);
      left -= step;
      settle();
    }
  }

  /** From now on nothing more reaches the disk: the next force fails, and whatever follows it. */
  void failDisk(StorageException failure) {
    memory.failure = failure;
  }

  /** Something that has connected. */
  TestClient connect() {
    return new TestClient();
  }

  /** One connection, and all that it was told. */
  final class TestClient implements ClientPort {
    final List<ReplyHeader> replies = new ArrayList<>();
    final List<Outgoing> events = new ArrayList<>();
    Connect.@Nullable Response session;
    boolean closed;
    private final Client client = new Client(this, "/1.2.3.4:5", "1.2.3.4", clients);

    private TestClient() {
      lane.execute(client::onConnected);
    }

    TestClient open(int timeoutMs) {
      return open(new Connect.Request(0, 0, timeoutMs, 0, new byte[16], false));
    }

    TestClient resume(Connect.Response old) {
      return open(
          new Connect.Request(0, 0, old.timeoutMs(), old.sessionId(), old.password(), false));
    }

    TestClient open(Connect.Request request) {
      lane.execute(() -> client.connect(request, new TestReply(true)));
      return this;
    }

    /** Its session, once it has one. */
    Connect.Response session() {
      if (session == null) {
        throw new AssertionError("no session yet");
      }
      return session;
    }

    void ask(int xid, OpCode op, Consumer<JuteWriter> body) {
      RequestHandler<?> handler = requests.find(op);
      if (handler == null) {
        throw new AssertionError("no handler of " + op);
      }
      ask(xid, op, handler, body);
    }

    /** Something that no release knows. */
    void askUnknown(int xid) {
      ask(xid, OpCode.ERROR, Refusal.UNKNOWN, writer -> {});
    }

    private void ask(int xid, OpCode op, RequestHandler<?> handler, Consumer<JuteWriter> body) {
      ByteBuf bytes = Unpooled.buffer();
      body.accept(new JuteWriter(bytes));
      ClientRequest request =
          new ClientRequest(
              xid,
              op,
              handler,
              handler.decode(new JuteReader(bytes)),
              new TestReply(false),
              bytes.writerIndex(),
              clock.nanoTime());
      lane.execute(() -> client.process(request));
    }

    void ping() {
      ask(-2, OpCode.PING, writer -> {});
    }

    void disconnect() {
      lane.execute(client::onGone);
    }

    List<Integer> errors() {
      return replies.stream().map(ReplyHeader::err).toList();
    }

    @Override
    public void push(Outgoing event) {
      events.add(event);
    }

    @Override
    public void close() {
      closed = true;
    }

    private final class TestReply implements Reply {
      private final boolean first;

      TestReply(boolean first) {
        this.first = first;
      }

      @Override
      public void send(Object message) {
        ByteBuf bytes = Unpooled.buffer();
        ((Outgoing) message).write(new JuteWriter(bytes));
        JuteReader reader = new JuteReader(bytes);
        if (first) {
          session = Connect.Response.read(reader);
        } else {
          replies.add(ReplyHeader.read(reader));
        }
      }

      @Override
      public void skip() {}

      @Override
      public void sendAndClose(Object message) {
        send(message);
        closed = true;
      }

      @Override
      public void close() {
        closed = true;
      }
    }
  }

  /** A log that is forced as soon as it is asked to be. */
  private static final class MemoryLog implements TxnLogWriter {
    final List<LoggedTxn> txns = new ArrayList<>();
    @Nullable StorageException failure;

    @Override
    public int append(LoggedTxn txn) {
      txns.add(txn);
      return 1;
    }

    @Override
    public void force() {
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public void roll() {}

    @Override
    public void close() {}
  }
}
