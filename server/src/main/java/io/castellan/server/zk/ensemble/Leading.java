package io.castellan.server.zk.ensemble;

import io.castellan.server.zk.tree.SnapshotImage;
import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.server.zk.txn.PendingChanges;
import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.server.zk.txn.SessionCheck;
import io.castellan.server.zk.txn.TxnPlanner;
import io.castellan.server.zk.txn.WriteRequest;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.txn.CloseSessionTxn;
import io.castellan.zk.protocol.txn.LoggedTxn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The server that was elected (Zab 1.0): agrees with a quorum on an epoch, hands its history to its
 * learners, and once a quorum has it, orders all writes. Owned by the ensemble lane.
 *
 * <p>What it promises, it has on its own disk first: the epoch before it is announced, and again
 * before the history is handed out. Its own log counts like that of any other server, when it is
 * forced.
 */
public final class Leading implements Role {
  private final Standing standing;
  private final LeadingSettings settings;
  private final ZnodeTree tree;
  private final CommittedLog committedLog;
  private final LiveSessions sessions;
  private final SessionOwners owners;
  private final TxnPlanner planner;
  private final EpochAgreement agreement;
  private final Proposals proposals;
  private final LearnerTable learners = new LearnerTable();
  private final Set<Long> synced = new HashSet<>();

  /** Those that wait for a sync, by the proposal after which they are told. */
  private final Map<Long, List<Long>> syncsBehind = new HashMap<>();

  private Phase phase = Phase.DISCOVERY;
  private PendingChanges pending;
  private long lastZxid;
  private long phaseBeganMs;
  private boolean everySecondTick;
  private long nowMs;

  private enum Phase {
    DISCOVERY,
    SYNCHRONISATION,
    BROADCAST
  }

  /**
   * @param tree everything in the log is applied to it
   * @param planners makes the planner that asks this role about sessions
   * @param nowMs the monotonic clock
   */
  public Leading(
      Standing standing,
      LeadingSettings settings,
      ZnodeTree tree,
      CommittedLog committedLog,
      LiveSessions sessions,
      Function<SessionCheck, TxnPlanner> planners,
      long nowMs) {
    this.standing = standing;
    this.settings = settings;
    this.tree = tree;
    this.committedLog = committedLog;
    this.sessions = sessions;
    this.owners = new SessionOwners(sessions);
    this.planner = planners.apply(owners::check);
    this.agreement = new EpochAgreement(settings.electorate());
    this.proposals = new Proposals(settings.electorate());
    this.pending = new PendingChanges(tree);
    this.lastZxid = standing.lastZxid();
    this.nowMs = nowMs;
    this.phaseBeganMs = nowMs;
  }

  /**
   * Takes the office.
   *
   * @param wallClockMs milliseconds since 1970
   */
  public List<Step> begin(long wallClockMs) {
    List<Step> steps = new ArrayList<>();
    tree.deleteOrphans();
    tree.showConfig(
        settings.config().getBytes(StandardCharsets.UTF_8), settings.configVersion(), wallClockMs);
    introduce(standing.serverId(), standing.acceptedEpoch(), steps);
    return steps;
  }

  /** The leader's learners, for those who look at it. */
  public LearnerTable learners() {
    return learners;
  }

  /** The epoch that it leads, once that is known; else the one before. */
  public long epoch() {
    return agreement.epoch().orElse(standing.acceptedEpoch());
  }

  @Override
  public List<Step> onMessage(long connection, PeerMessage message, long nowMs, long wallClockMs) {
    this.nowMs = nowMs;
    List<Step> steps = new ArrayList<>();
    if (message instanceof PeerMessage.Introduction introduction) {
      onIntroduction(connection, introduction, steps);
      return steps;
    }
    Learner learner = learners.find(connection);
    if (learner == null) {
      return drop(connection, "it has not introduced itself");
    }
    learner.heardMs = nowMs;
    if (message instanceof PeerMessage.Ack ack) {
      onAck(learner, ack.zxid(), steps);
    } else if (message instanceof PeerMessage.Request request) {
      if (phase == Phase.BROADCAST) {
        plan(connection, request.request(), wallClockMs, steps);
      }
    } else if (message instanceof PeerMessage.Pong pong) {
      pong.sessions().forEach(sessions::touch);
    } else if (message instanceof PeerMessage.SyncRequest) {
      sync(connection, steps);
    } else if (message instanceof PeerMessage.Revalidate ask) {
      boolean alive = sessions.touch(ask.sessionId(), ask.timeoutMs());
      if (alive) {
        owners.set(ask.sessionId(), connection);
      }
      send(steps, connection, new PeerMessage.Revalidated(ask.sessionId(), alive));
    } else if (message instanceof PeerMessage.EpochPromise promise) {
      onPromise(learner, promise, steps);
    } else {
      return drop(connection, "it says what a leader says: " + message.getClass().getSimpleName());
    }
    return steps;
  }

  // Discovery.

  private void onIntroduction(
      long connection, PeerMessage.Introduction introduction, List<Step> steps) {
    if (learners.find(connection) != null) {
      steps.addAll(drop(connection, "it has introduced itself twice"));
      return;
    }
    if (introduction.configVersion() > settings.configVersion()) {
      steps.addAll(
          drop(
              connection,
              "its configuration is newer, version "
                  + Zxid.hex(introduction.configVersion())
                  + " (expected: <= "
                  + Zxid.hex(settings.configVersion())
                  + ")"));
      return;
    }
    long serverId = introduction.serverId();
    Learner before = learners.findServer(serverId);
    if (before != null) {
      steps.addAll(drop(before.connection, "server " + serverId + " has connected anew"));
    }
    boolean votes = !introduction.observer() && settings.electorate().isVoter(serverId);
    learners.add(new Learner(connection, serverId, introduction.observer(), votes, nowMs));
    if (agreement.epoch().isPresent()) {
      if (votes && introduction.acceptedEpoch() > epoch()) {
        // Cut off with somebody who wanted to lead, it has promised a later epoch, and will never
        // follow in this one. Stock's leader goes on without it for good; a new epoch has them all.
        steps.add(
            new Step.Leave(
                "server "
                    + serverId
                    + " has promised epoch "
                    + introduction.acceptedEpoch()
                    + ", later than "
                    + epoch()));
        return;
      }
      send(steps, connection, new PeerMessage.NewEpoch(epoch()));
    } else if (votes) {
      introduce(serverId, introduction.acceptedEpoch(), steps);
    }
  }

  private void introduce(long serverId, long acceptedEpoch, List<Step> steps) {
    if (!agreement.onIntroduction(serverId, acceptedEpoch)) {
      return;
    }
    steps.add(new Step.WriteAcceptedEpoch(epoch()));
    List<Long> all = learners.connections(Learner.Stage.INTRODUCED);
    if (!all.isEmpty()) {
      steps.add(new Step.Send(all, new PeerMessage.NewEpoch(epoch())));
    }
    phaseBeganMs = nowMs;
    if (agreement.onPromise(standing.serverId())) {
      synchronise(steps);
    }
  }

  private void onPromise(Learner learner, PeerMessage.EpochPromise promise, List<Step> steps) {
    if (learner.stage != Learner.Stage.INTRODUCED || agreement.epoch().isEmpty()) {
      steps.addAll(drop(learner.connection, "it promises an epoch out of turn"));
      return;
    }
    boolean counts = promise.currentEpoch() != PeerMessage.EpochPromise.PROMISED_BEFORE;
    if (counts && standing.isBehind(promise.currentEpoch(), promise.lastZxid())) {
      steps.addAll(
          drop(
              learner.connection,
              learner
                  + " is ahead of its leader, epoch "
                  + promise.currentEpoch()
                  + " zxid "
                  + Zxid.hex(promise.lastZxid())
                  + " (expected: at most epoch "
                  + standing.currentEpoch()
                  + " zxid "
                  + Zxid.hex(standing.lastZxid())
                  + ")"));
      return;
    }
    learner.stage = Learner.Stage.PROMISED;
    learner.lastZxid = promise.lastZxid();
    if (phase != Phase.DISCOVERY) {
      handHistory(learner, steps);
    } else if (learner.votes && counts && agreement.onPromise(learner.serverId)) {
      synchronise(steps);
    }
  }

  // Synchronisation.

  private void synchronise(List<Step> steps) {
    phase = Phase.SYNCHRONISATION;
    phaseBeganMs = nowMs;
    steps.add(new Step.WriteCurrentEpoch(epoch()));
    for (Learner learner : learners.at(Learner.Stage.PROMISED)) {
      handHistory(learner, steps);
    }
    synced.add(standing.serverId());
    establishIfSynced(steps);
  }

  private void handHistory(Learner learner, List<Step> steps) {
    SyncPlan plan =
        SyncPlan.of(learner.lastZxid, tree.lastZxid(), committedLog, settings.forceSnapshot());
    List<Long> to = List.of(learner.connection);
    steps.add(
        new Step.Send(
            to,
            switch (plan.kind()) {
              case DIFF -> new PeerMessage.Diff(plan.zxid());
              case TRUNC -> new PeerMessage.Truncate(plan.zxid());
              case SNAP ->
                  new PeerMessage.WholeState(
                      new SnapshotImage(plan.zxid(), Map.copyOf(tree.sessions()), tree.image()));
            }));
    for (LoggedTxn txn : plan.txns()) {
      steps.add(new Step.Send(to, new PeerMessage.Proposal(txn)));
      steps.add(new Step.Send(to, new PeerMessage.Commit(txn.zxid())));
    }
    // From here on it hears of everything new, which goes on from what it was just sent. An
    // observer is told of what is committed, and of that not before.
    if (!learner.observer) {
      for (PlannedTxn txn : proposals.all()) {
        steps.add(new Step.Send(to, new PeerMessage.Proposal(txn.txn())));
      }
    }
    steps.add(new Step.Send(to, new PeerMessage.HistoryEnd(epoch(), settings.config())));
    learner.stage = Learner.Stage.SYNCING;
    learners.onChanged();
  }

  private void onAck(Learner learner, long zxid, List<Step> steps) {
    if (!Zxid.isFirst(zxid)) {
      if (learner.votes && learner.stage == Learner.Stage.SYNCED) {
        commit(proposals.onAck(learner.serverId, zxid), steps);
      }
    } else if (learner.stage == Learner.Stage.SYNCING && Zxid.epoch(zxid) == epoch()) {
      learner.stage = Learner.Stage.SYNCED;
      if (phase == Phase.BROADCAST) {
        send(steps, learner.connection, new PeerMessage.UpToDate());
      } else if (learner.votes) {
        synced.add(learner.serverId);
        establishIfSynced(steps);
      }
    } // else: a learner acknowledges once more when it begins to serve
  }

  private void establishIfSynced(List<Step> steps) {
    if (!settings.electorate().isQuorum(synced)) {
      return;
    }
    phase = Phase.BROADCAST;
    pending = new PendingChanges(tree);
    lastZxid = Zxid.first(epoch());
    steps.add(new Step.Serve(epoch(), lastZxid));
    List<Long> upToDate = learners.connections(Learner.Stage.SYNCED);
    if (!upToDate.isEmpty()) {
      steps.add(new Step.Send(upToDate, new PeerMessage.UpToDate()));
    }
  }

  // Broadcast.

  @Override
  public List<Step> onRequest(WriteRequest request, long wallClockMs) {
    if (phase != Phase.BROADCAST) {
      return List.of();
    }
    List<Step> steps = new ArrayList<>(2);
    plan(SessionOwners.LOCAL, request, wallClockMs, steps);
    return steps;
  }

  private void plan(long connection, WriteRequest request, long wallClockMs, List<Step> steps) {
    if (Zxid.counter(lastZxid) == Zxid.MAX_COUNTER) {
      steps.add(new Step.Leave("the epoch's transactions are counted up, another must begin"));
      return;
    }
    if (request.op() == OpCode.CREATE_SESSION) {
      owners.set(request.sessionId(), connection);
    }
    owners.asking(connection);
    PlannedTxn txn = planner.plan(request, pending, ++lastZxid, wallClockMs);
    if (request.op() == OpCode.CLOSE_SESSION) {
      sessions.setClosing(request.sessionId());
    }
    proposals.add(txn, nowMs);
    steps.add(new Step.LogPlanned(txn));
    if (!learners.followers().isEmpty()) {
      steps.add(new Step.Send(learners.followers(), new PeerMessage.Proposal(txn.txn())));
    }
  }

  @Override
  public List<Step> onForced(long zxid) {
    if (phase != Phase.BROADCAST || Zxid.epoch(zxid) != epoch()) {
      return List.of();
    }
    List<Step> steps = new ArrayList<>();
    commit(proposals.onAck(standing.serverId(), zxid), steps);
    return steps;
  }

  private void commit(List<PlannedTxn> committed, List<Step> steps) {
    if (committed.isEmpty()) {
      return;
    }
    List<PlannedTxn> applied = new ArrayList<>(committed.size());
    for (PlannedTxn txn : committed) {
      applied.add(txn);
      tellCommitted(txn, steps);
      List<Long> waiting = syncsBehind.remove(txn.zxid());
      if (waiting != null) {
        // This server's own clients have asked for a sync between two writes, and hear in order.
        steps.add(new Step.Commit(applied));
        applied = new ArrayList<>();
        waiting.forEach(connection -> tellSynced(connection, steps));
      }
    }
    if (!applied.isEmpty()) {
      steps.add(new Step.Commit(applied));
    }
  }

  private void tellCommitted(PlannedTxn txn, List<Step> steps) {
    pending.onCommitted(txn);
    committedLog.add(txn.txn());
    if (txn.txn().txn() instanceof CloseSessionTxn) {
      owners.remove(txn.txn().header().sessionId());
    }
    if (!learners.followers().isEmpty()) {
      steps.add(new Step.Send(learners.followers(), new PeerMessage.Commit(txn.zxid())));
    }
    if (!learners.observers().isEmpty()) {
      steps.add(new Step.Send(learners.observers(), new PeerMessage.Inform(txn.txn())));
    }
  }

  @Override
  public List<Step> onSync(long sessionId, int cxid) {
    List<Step> steps = new ArrayList<>(1);
    sync(SessionOwners.LOCAL, steps);
    return steps;
  }

  private void sync(long connection, List<Step> steps) {
    if (proposals.count() == 0) {
      tellSynced(connection, steps);
    } else {
      syncsBehind.computeIfAbsent(lastZxid, zxid -> new ArrayList<>()).add(connection);
    }
  }

  private void tellSynced(long connection, List<Step> steps) {
    if (connection == SessionOwners.LOCAL) {
      steps.add(new Step.SyncDone());
    } else if (learners.find(connection) != null) {
      send(steps, connection, new PeerMessage.Synced());
    }
  }

  @Override
  public List<Step> onResume(long sessionId, int timeoutMs) {
    boolean alive = sessions.touch(sessionId, timeoutMs);
    if (alive) {
      owners.set(sessionId, SessionOwners.LOCAL);
    }
    return List.of(new Step.SessionChecked(sessionId, alive));
  }

  // The ends of connections, and of the role.

  @Override
  public List<Step> onClosed(long connection) {
    Learner gone = learners.remove(connection);
    if (gone != null) {
      proposals.forget(gone.serverId);
      if (phase != Phase.BROADCAST) {
        synced.remove(gone.serverId);
      }
    }
    return List.of();
  }

  @Override
  public List<Step> onTick(long nowMs) {
    this.nowMs = nowMs;
    EnsembleTimes times = settings.times();
    if (phase != Phase.BROADCAST && nowMs - phaseBeganMs > times.initMs()) {
      return List.of(
          new Step.Leave(
              "no quorum within initLimit, heard from " + learners.serverIds() + " in " + phase));
    }
    List<Step> steps = new ArrayList<>();
    for (Learner learner : learners.all()) {
      heartbeat(learner, times, steps);
    }
    everySecondTick = !everySecondTick;
    if (everySecondTick && phase == Phase.BROADCAST) {
      Set<Long> loyal = learners.syncedVoters(nowMs - times.syncMs());
      loyal.add(standing.serverId());
      if (!settings.electorate().isQuorum(loyal)) {
        steps.add(new Step.Leave("no quorum within syncLimit, heard from " + loyal));
      }
    }
    return steps;
  }

  private void heartbeat(Learner learner, EnsembleTimes times, List<Step> steps) {
    boolean synced = learner.stage == Learner.Stage.SYNCED;
    long patienceMs = synced ? times.syncMs() : times.initMs() + times.syncMs();
    if (nowMs - learner.heardMs > patienceMs) {
      steps.addAll(drop(learner.connection, learner + " was not heard for " + patienceMs + " ms"));
    } else if (synced
        && learner.votes
        && nowMs - proposals.waitingSinceMs(learner.serverId, nowMs) > times.syncMs()) {
      steps.addAll(
          drop(learner.connection, learner + " has not acknowledged within " + patienceMs + " ms"));
    } else if (learner.stage.compareTo(Learner.Stage.SYNCING) >= 0) {
      send(steps, learner.connection, new PeerMessage.Ping(lastZxid));
    }
  }

  /** What was logged and not committed stays, as it does on every server (Zab 1.0, phase 0). */
  @Override
  public List<Step> onLeft() {
    List<PlannedTxn> left = proposals.drain();
    left.forEach(txn -> committedLog.add(txn.txn()));
    return left.isEmpty() ? List.of() : List.of(new Step.Commit(left));
  }

  @Override
  public void onTreeReplaced() {
    pending = new PendingChanges(tree);
  }

  @Override
  public boolean expiresSessions() {
    return true;
  }

  @Override
  public int outstanding() {
    return proposals.count();
  }

  @Override
  public String mode() {
    return "leader";
  }

  private List<Step> drop(long connection, String why) {
    onClosed(connection);
    return List.of(new Step.Drop(connection, why));
  }

  private static void send(List<Step> steps, long connection, PeerMessage message) {
    steps.add(new Step.Send(List.of(connection), message));
  }
}
