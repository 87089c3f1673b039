package io.castellan.server.zk.peer;

import io.castellan.server.lane.Lane;
import io.castellan.server.zk.ensemble.Looking;
import io.castellan.server.zk.ensemble.Role;
import io.castellan.server.zk.ensemble.Step;
import io.castellan.server.zk.metrics.LaneMetrics;
import io.castellan.server.zk.metrics.ThrottleMetrics;
import io.castellan.server.zk.metrics.ZooKeeperMetrics;
import io.castellan.server.zk.session.Session;
import io.castellan.server.zk.session.SessionTracker;
import io.castellan.server.zk.tree.Change;
import io.castellan.server.zk.tree.SnapshotImage;
import io.castellan.server.zk.tree.WatchTable;
import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.server.zk.txn.WriteRequest;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.txn.CloseSessionTxn;
import io.castellan.zk.protocol.txn.CreateSessionTxn;
import io.castellan.zk.protocol.txn.LoggedTxn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the ensemble's core: takes writes, has them logged, applies what is committed, tells the
 * watchers, and completes the writes. Owned by the ensemble lane, as is everything that it hands
 * out.
 */
public final class Ensemble {
  private static final Logger log = LoggerFactory.getLogger(Ensemble.class);

  private final Lane lane;
  private final ZnodeTree tree;
  private final SessionTracker sessions;
  private Role role;
  private final WatchTable watches = new WatchTable();
  private final TxnLogProxy logProxy;
  private final Snapshots snapshots;
  private final SessionEnd onSessionClosed;
  private final LaneMetrics metrics;
  private final ThrottleMetrics throttleMetrics;
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  /** Writes that a leader has yet to plan. */
  private final Forwarded forwarded = new Forwarded();

  /** Steps that wait for their turn, and for the disk. */
  private final Deque<Step> steps = new ArrayDeque<>();

  private @Nullable MemberSteps member;
  private boolean steppingOrWaiting;
  private boolean serving = true;

  private record Waiting(long zxid, Completion completion) {}

  /**
   * @param lane the ensemble lane, not yet started
   * @param txnlog the lane of the log, not yet started
   * @param onSessionClosed told, on the lane, that a session has ended
   */
  public Ensemble(
      Lane lane,
      Lane txnlog,
      ZnodeTree tree,
      SessionTracker sessions,
      Role role,
      TxnLogWriter writer,
      SnapshotTrigger trigger,
      Snapshots snapshots,
      SessionEnd onSessionClosed,
      ZooKeeperMetrics metrics) {
    this.lane = lane;
    this.tree = tree;
    this.sessions = sessions;
    this.role = role;
    this.snapshots = snapshots;
    this.onSessionClosed = onSessionClosed;
    this.logProxy =
        new TxnLogProxy(
            lane, txnlog, writer, trigger, metrics.log(), this::onForced, this::takeSnapshot);
    this.metrics = metrics.lane();
    this.throttleMetrics = metrics.throttles();
    watches.onTold(this.metrics::onWatchersTold);
  }

  /** Begin to expire sessions, each with its full timeout before it. On the lane. */
  public void start() {
    long nowMs = lane.clock().monotonicMs();
    tree.sessions().forEach((id, timeoutMs) -> sessions.add(id, timeoutMs, nowMs));
    scheduleExpiry(nowMs);
  }

  /** What this lane counts. */
  public LaneMetrics metrics() {
    return metrics;
  }

  /** What it counts of clients that are kept waiting. */
  public ThrottleMetrics throttleMetrics() {
    return throttleMetrics;
  }

  /** The lane. */
  public Lane lane() {
    return lane;
  }

  /** The applied state. */
  public ZnodeTree tree() {
    return tree;
  }

  /** Who watches what on this server. */
  public WatchTable watches() {
    return watches;
  }

  /** Which sessions are alive. */
  public SessionTracker sessions() {
    return sessions;
  }

  /** What this server is to its ensemble. */
  public Role role() {
    return role;
  }

  /** Change something; the completion is called once the change is in the tree. */
  public void propose(WriteRequest request, Completion completion) {
    if (!serving) {
      return; // it was asked of a server that is about to close the connection
    }
    List<Step> asked = role.onRequest(request, lane.clock().wallClockMs());
    if (!asked.isEmpty() && asked.get(0) instanceof Step.LogPlanned planned) {
      waiting.add(new Waiting(planned.txn().zxid(), completion));
      metrics.onPlanned(planned.txn().done().changes().size());
    } else {
      forwarded.add(request, completion);
    }
    carryOut(asked);
  }

  /**
   * End a session, for whatever reason.
   *
   * @param session one that is not closing yet
   */
  public void closeSession(Session session, int cxid, Completion completion) {
    if (!serving) {
      return; // nothing would be proposed, and a session that is closing never expires
    }
    long startNanos = lane.clock().nanoTime();
    propose(WriteRequest.closeSession(session.id(), cxid), completion);
    metrics.onCloseSessionPlanned(lane.clock().nanoTime() - startNanos);
    sessions.setClosing(session);
  }

  /**
   * Take over another state, which is on the disk as a snapshot already: while no write is on its
   * way, and no client connected. Its sessions begin anew, each with its full timeout.
   */
  public void takeOver(ZnodeTree other, long zxid) {
    become(other, zxid);
    logProxy.roll();
  }

  /** Have another state, which the disk has already, and which the log goes on from. */
  public void become(ZnodeTree other, long zxid) {
    for (Long id : List.copyOf(tree.sessions().keySet())) {
      sessions.remove(id);
    }
    tree.become(other, zxid);
    role.onTreeReplaced();
    long nowMs = lane.clock().monotonicMs();
    tree.sessions().forEach((id, timeoutMs) -> sessions.add(id, timeoutMs, nowMs));
  }

  /**
   * A client wants to see all that is committed in the ensemble by now.
   *
   * @param then called once this server has applied it
   */
  public void sync(long sessionId, int cxid, Runnable then) {
    forwarded.addSync(then);
    carryOut(role.onSync(sessionId, cxid));
  }

  /**
   * A client has come with a session and its password.
   *
   * @param answer told whether the session is alive, as its leader knows it
   */
  public void resume(long sessionId, int timeoutMs, Forwarded.SessionAnswer answer) {
    forwarded.addResume(sessionId, answer);
    carryOut(role.onResume(sessionId, timeoutMs));
  }

  /** Whether clients may be let in. */
  public boolean isServing() {
    return serving;
  }

  /** Whether there are no other servers. */
  public boolean isAlone() {
    return member == null;
  }

  /**
   * This server is one of an ensemble, and serves nobody until it is told to. Before the lane
   * starts.
   */
  public void joinEnsemble(MemberSteps steps) {
    member = steps;
    serving = false;
    role = new Looking();
  }

  /** Be something else to the ensemble from now on; clients are let in by {@link #serve}. */
  public void take(Role next) {
    role = next;
    serving = false;
    waiting.clear();
    forwarded.clear();
  }

  /**
   * Do something on the txnlog lane, after all that was logged is forced. On the ensemble lane.
   *
   * @param onDisk returns what is then to be done on the ensemble lane
   * @param next what comes after that
   */
  public void onLogLane(Supplier<Runnable> onDisk, Runnable next) {
    logProxy.afterwards(onDisk, next);
  }

  /** The next transaction starts a new file of the log. */
  public void rollLog() {
    logProxy.roll();
  }

  /** Do something once all steps that were decided are carried out. */
  public void afterSteps(Runnable task) {
    if (steppingOrWaiting) {
      lane.schedule(1, () -> afterSteps(task));
    } else {
      task.run();
    }
  }

  /** Let no client in, and hear none of those that are. */
  public void stopServing() {
    serving = false;
  }

  /** Let clients in, each session with its full timeout before it. */
  public void serve() {
    serving = true;
    sessions.restart(tree.sessions(), lane.clock().monotonicMs());
  }

  /** The state for a snapshot. */
  public SnapshotImage snapshotImage() {
    return new SnapshotImage(tree.lastZxid(), Map.copyOf(tree.sessions()), tree.image());
  }

  /** Carry out what a role has decided, after what it has decided before. */
  public void carryOut(List<Step> decided) {
    for (int i = 0; i < decided.size(); i++) {
      steps.add(decided.get(i));
    }
    if (!steppingOrWaiting) {
      step();
    }
  }

  /** A step may lead to further ones, by an answered client that asks again: they come after it. */
  private void step() {
    steppingOrWaiting = true;
    for (Step next = steps.poll(); next != null; next = steps.poll()) {
      if (next instanceof Step.LogPlanned planned) {
        logProxy.append(planned.txn().txn());
      } else if (next instanceof Step.Commit commit) {
        commit(commit.txns());
      } else if (next instanceof Step.Log received) {
        logProxy.append(received.txn());
      } else if (next instanceof Step.Apply apply) {
        apply(PlannedTxn.of(apply.txn(), tree), lane.clock().wallClockMs());
      } else if (next instanceof Step.SyncDone) {
        forwarded.onSynced();
      } else if (next instanceof Step.SessionChecked checked) {
        forwarded.onSessionChecked(checked.sessionId(), checked.valid());
      } else if (member != null && !member.begin(next, this::step)) {
        return; // the rest waits for it
      }
    }
    steppingOrWaiting = false;
  }

  private void commit(List<PlannedTxn> committed) {
    long nowMs = committed.isEmpty() ? 0 : lane.clock().wallClockMs();
    for (int i = 0; i < committed.size(); i++) {
      apply(committed.get(i), nowMs);
    }
  }

  private void onForced(long zxid) {
    carryOut(role.onForced(zxid));
  }

  private void apply(PlannedTxn planned, long nowMs) {
    LoggedTxn txn = planned.txn();
    List<Change> changes = tree.commit(txn.header(), txn.txn(), planned.done());
    metrics.onApplied(changes.size(), nowMs - txn.header().timeMs());
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      count(change);
      watches.fire(change, txn.zxid());
    }
    long sessionId = txn.header().sessionId();
    if (txn.txn() instanceof CreateSessionTxn created) {
      sessions.add(sessionId, created.timeoutMs(), lane.clock().monotonicMs());
    }
    complete(planned);
    if (txn.txn() instanceof CloseSessionTxn) {
      sessions.remove(sessionId);
      onSessionClosed.onSessionClosed(sessionId, changes);
    }
  }

  private void count(Change change) {
    switch (change.kind()) {
      case CREATED, DATA_SET -> metrics.onNodeWritten(change.path(), change.node().dataBytes());
      case DELETED -> metrics.onNodeWritten(change.path(), 0);
      case ACL_SET -> {}
    }
  }

  private void complete(PlannedTxn planned) {
    Waiting first = waiting.peek();
    if (first != null && first.zxid == planned.zxid()) {
      waiting.remove();
      first.completion.onApplied(planned);
    } else {
      forwarded.onApplied(planned);
    }
  }

  private void takeSnapshot() {
    if (steppingOrWaiting) {
      return; // the state may be about to be replaced; the next one will do
    }
    snapshots.take(snapshotImage());
  }

  private void scheduleExpiry(long nowMs) {
    // Deadlines are multiples of the tick of this very clock, so this wakes when one is reached.
    long tickMs = sessions.tickMs();
    long delayMs = tickMs - Math.floorMod(nowMs, tickMs);
    lane.schedule(delayMs, () -> expire(nowMs + delayMs));
  }

  private void expire(long dueMs) {
    if (!serving || !role.expiresSessions()) {
      scheduleExpiry(lane.clock().monotonicMs());
      return;
    }
    long nowMs = lane.clock().monotonicMs();
    // The whole process was stopped, or its machine was, or a disk has held the thread that reads.
    // Signs of life that came meanwhile stand unread in the sockets: the time counts for nobody, or
    // all sessions would die of it.
    long deafMs = Math.max(nowMs - dueMs, logProxy.takeHeldMs());
    if (deafMs > sessions.tickMs() / 2) {
      log.warn("sessions get {} ms longer, for which this server did not hear them", deafMs);
      sessions.postpone(deafMs);
    }
    List<Session> expired = sessions.expired(nowMs);
    metrics.onSessionsExpired(expired.size());
    for (Session session : expired) {
      log.info(
          "session expired session=0x{} timeoutMs={}",
          Long.toHexString(session.id()),
          session.timeoutMs());
      closeSession(session, 0, Completion.NOBODY);
    }
    scheduleExpiry(nowMs);
  }

  /** For the planner: whether a session may change something. */
  public static KeeperError check(SessionTracker sessions, long sessionId) {
    Session session = sessions.find(sessionId);
    return session == null || session.isClosing() ? KeeperError.SESSION_EXPIRED : KeeperError.OK;
  }
}
