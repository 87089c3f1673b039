package io.castellan.server.zk.ensemble;

import io.castellan.server.simulation.Disk;
import io.castellan.server.simulation.Host;
import io.castellan.server.simulation.Simulation;
import io.castellan.server.zk.auth.AclRules;
import io.castellan.server.zk.auth.AuthSchemes;
import io.castellan.server.zk.ensemble.election.Candidacy;
import io.castellan.server.zk.ensemble.election.Election;
import io.castellan.server.zk.ensemble.election.ElectionResult;
import io.castellan.server.zk.ensemble.election.ElectionStep;
import io.castellan.server.zk.ensemble.election.ElectionTimes;
import io.castellan.server.zk.tree.SnapshotImage;
import io.castellan.server.zk.tree.TreeRules;
import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.server.zk.txn.PlannerSettings;
import io.castellan.server.zk.txn.TxnPlanner;
import io.castellan.server.zk.txn.WriteRequest;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.quorum.ElectionMessage;
import io.castellan.zk.protocol.quorum.PeerState;
import io.castellan.zk.protocol.txn.CreateTxn;
import io.castellan.zk.protocol.txn.LoggedTxn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole server but for its sockets and files: the election, the roles, the planner and the tree
 * are the real ones; the shell around them is played here, on a disk that forgets.
 */
final class ZabServer implements Host.Program {
  static final EnsembleTimes TIMES = new EnsembleTimes(200, 10, 5);
  private static final ElectionTimes ELECTION = new ElectionTimes(200, 200, 2000);
  private static final long NEVER = -1;
  private static final TreeRules RULES = new TreeRules(true, false, false);

  private final ZabWorld world;
  private final Simulation simulation;
  private final boolean observer;
  private final Disk<LoggedTxn> disk;
  final Host host;

  private final Peers peers;
  private ZnodeTree tree = newTree();
  private CommittedLog committedLog = new CommittedLog(1);
  private Role role = new Looking();
  private @Nullable Election election;
  private long acceptedEpoch;
  private long currentEpoch;
  private long term;
  private boolean serving;
  private boolean forcing;
  private boolean stepping;
  private boolean leaving;
  private boolean startsAnew;
  private final Deque<Step> steps = new ArrayDeque<>();

  ZabServer(ZabWorld world, int id, boolean observer) {
    this.world = world;
    this.simulation = world.simulation;
    this.observer = observer;
    this.disk = new Disk<>(simulation);
    this.disk.stall(world.diskMs);
    this.host = new Host(simulation, id, this);
    this.peers = new Peers(world, this);
    disk.writeForced("accepted", "0");
    disk.writeForced("current", "0");
    disk.writeForced("bases", "");
  }

  private static ZnodeTree newTree() {
    return new ZnodeTree(RULES);
  }

  long id() {
    return host.id();
  }

  boolean isServing() {
    return serving;
  }

  boolean isObserver() {
    return observer;
  }

  boolean leads() {
    return serving && role instanceof Leading;
  }

  ZnodeTree tree() {
    return tree;
  }

  Peers peers() {
    return peers;
  }

  Role role() {
    return role;
  }

  // Life.

  @Override
  public void onStart() {
    steps.clear();
    stepping = false;
    forcing = false;
    leaving = false;
    startsAnew = false;
    serving = false;
    role = new Looking();
    committedLog = new CommittedLog(world.commitLogCount);
    recover(committedLog::add);
    long logEpoch = Zxid.epoch(tree.lastZxid());
    acceptedEpoch = readLong("accepted");
    // As EpochFiles has it: a crash may have come between a history and its epoch.
    currentEpoch = Math.max(readLong("current"), Math.min(logEpoch, acceptedEpoch));
    world.ledger.onStarted(id(), acceptedEpoch, currentEpoch, tree.lastZxid());
    election = new Election(id(), candidacy(), ELECTION);
    look();
  }

  @Override
  public void onCrash() {
    serving = false;
    role = new Looking();
    election = null;
    peers.forgetAll();
    disk.crash();
  }

  private void recover(Consumer<LoggedTxn> onReplayed) {
    tree = newTree();
    List<Long> bases = bases();
    if (!bases.isEmpty()) {
      tree.load(world.images.get(bases.get(bases.size() - 1).intValue()));
    }
    long from = tree.lastZxid();
    for (LoggedTxn txn : disk.log()) {
      if (txn.zxid() > from) {
        tree.apply(txn);
        onReplayed.accept(txn);
      }
    }
  }

  private Candidacy candidacy() {
    return new Candidacy(world.electorate, tree.lastZxid(), currentEpoch, observer, "");
  }

  // Election.

  private void look() {
    term++;
    Election current = Objects.requireNonNull(election);
    carryOut(current, current.look(candidacy(), simulation.nowMs()));
  }

  void onBallot(long from, ElectionMessage message) {
    Election current = election;
    if (current != null) {
      carryOut(current, current.onMessage(from, message, simulation.nowMs()));
    }
  }

  private void carryOut(Election current, ElectionStep step) {
    step.ballots().forEach(ballot -> world.send(id(), ballot.to(), ballot.message()));
    ElectionResult result = step.result();
    if (result != null) {
      begin(result);
    } else if (current.state() == PeerState.LOOKING) {
      long deadlineMs = current.deadlineMs();
      host.after(
          deadlineMs - simulation.nowMs(),
          () -> {
            if (current.deadlineMs() == deadlineMs) {
              carryOut(current, current.onTimer(simulation.nowMs()));
            }
          });
    }
  }

  private void begin(ElectionResult result) {
    term++;
    simulation.trace("server " + id() + " " + result);
    Standing standing =
        new Standing(id(), acceptedEpoch, currentEpoch, tree.lastZxid(), oldestZxid(), startsAnew);
    long nowMs = simulation.nowMs();
    switch (result.state()) {
      case LEADING -> {
        Leading leading =
            new Leading(
                standing,
                new LeadingSettings(world.electorate, TIMES, "", 0, world.forceSnapshot),
                tree,
                committedLog,
                new EternalSessions(),
                check ->
                    new TxnPlanner(
                        new AclRules(true, AuthSchemes.DEFAULT), check, PlannerSettings.DEFAULT),
                nowMs);
        role = leading;
        carryOut(leading.begin(nowMs));
      }
      case FOLLOWING -> {
        peers.connect(result.vote().leader());
        Following following = new Following(standing, TIMES, committedLog, RULES, Map::of, nowMs);
        role = following;
        carryOut(following.begin(0));
      }
      case OBSERVING -> {
        peers.connect(result.vote().leader());
        Observing observing = new Observing(standing, TIMES, committedLog, RULES, Map::of, nowMs);
        role = observing;
        carryOut(observing.begin(0));
      }
      case LOOKING -> throw new IllegalStateException("result: LOOKING");
    }
    tick(term);
  }

  private void tick(long begun) {
    host.after(
        TIMES.heartbeatMs(),
        () -> {
          if (begun == term) {
            carryOut(role.onTick(simulation.nowMs()));
            tick(begun);
          }
        });
  }

  void onMessage(long connection, PeerMessage message) {
    carryOut(role.onMessage(connection, message, simulation.nowMs(), simulation.nowMs()));
  }

  void onClosed(long connection) {
    carryOut(role.onClosed(connection));
  }

  /** A client of this server writes; the path of what it makes is the write's name. */
  void write(String path) {
    carryOut(
        role.onRequest(
            new WriteRequest(
                id(), 0, OpCode.CREATE, new Create.Request(path, null, Acl.OPEN, 0), List.of()),
            simulation.nowMs()));
  }

  // Steps.

  private void carryOut(List<Step> decided) {
    if (world.mutation == Mutation.WRITES_THE_EPOCH_BEFORE_THE_HISTORY) {
      decided.stream().filter(s -> s instanceof Step.WriteCurrentEpoch).forEach(steps::add);
      decided.stream().filter(s -> !(s instanceof Step.WriteCurrentEpoch)).forEach(steps::add);
    } else {
      steps.addAll(decided);
    }
    if (!stepping) {
      step();
    }
  }

  private void step() {
    stepping = true;
    for (Step next = steps.poll(); next != null; next = steps.poll()) {
      if (!isDone(next)) {
        if (world.mutation != Mutation.SENDS_WITHOUT_WAITING) {
          return;
        }
        Step wanted = next;
        host.after(simulation.between(0, world.diskMs), () -> onDisk(wanted));
      }
    }
    stepping = false;
  }

  /** Carries out a step; false when the disk has to do it, and the next ones wait. */
  private boolean isDone(Step step) {
    if (step instanceof Step.LogPlanned planned) {
      append(planned.txn().txn());
    } else if (step instanceof Step.Log log) {
      append(log.txn());
    } else if (step instanceof Step.Commit commit) {
      commit.txns().forEach(this::apply);
    } else if (step instanceof Step.Apply apply) {
      apply(PlannedTxn.of(apply.txn(), tree));
    } else if (step instanceof Step.Send send) {
      send.to().forEach(connection -> send(connection, send.message()));
    } else if (step instanceof Step.Drop drop) {
      simulation.trace("server " + id() + " drops " + drop.why());
      peers.close(drop.connection());
    } else if (step instanceof Step.Serve serve) {
      serve(serve);
    } else if (step instanceof Step.StartAnew) {
      startsAnew = true;
    } else if (step instanceof Step.Leave leave) {
      leave(leave.why());
    } else if (step instanceof Step.Force
        && world.mutation == Mutation.DOES_NOT_FORCE_THE_HISTORY) {
      return true;
    } else if (!(step instanceof Step.SyncDone || step instanceof Step.SessionChecked)) {
      if (world.mutation == Mutation.SENDS_WITHOUT_WAITING) {
        return false;
      }
      Step wanted = step;
      host.after(
          simulation.between(0, world.diskMs),
          () -> {
            onDisk(wanted);
            if (!(wanted instanceof Step.Force)) {
              step();
            }
          });
      return false;
    }
    return true;
  }

  private void onDisk(Step step) {
    if (step instanceof Step.WriteAcceptedEpoch write) {
      acceptedEpoch = write.epoch();
      write("accepted", write.epoch(), world.mutation == Mutation.FORGETS_ITS_PROMISE);
    } else if (step instanceof Step.WriteCurrentEpoch write) {
      currentEpoch = write.epoch();
      write("current", write.epoch(), world.mutation == Mutation.FORGETS_ITS_EPOCH);
    } else if (step instanceof Step.TruncateTo truncate) {
      truncate(truncate.zxid());
    } else if (step instanceof Step.Install install) {
      install(install.image());
    } else if (step instanceof Step.Force) {
      disk.force(host, this::step);
    }
  }

  private void write(String file, long value, boolean forgetful) {
    if (forgetful) {
      disk.write(file, Long.toString(value));
    } else {
      disk.writeForced(file, Long.toString(value));
    }
  }

  private void append(LoggedTxn txn) {
    disk.append(txn);
    if (world.mutation == Mutation.ACKNOWLEDGES_WHAT_IS_NOT_FORCED) {
      host.after(0, () -> carryOut(role.onForced(txn.zxid())));
    }
    force();
  }

  /** One force serves all that was appended before it. */
  private void force() {
    if (forcing) {
      return;
    }
    forcing = true;
    long zxid = lastLogged();
    disk.force(
        host,
        () -> {
          forcing = false;
          if (zxid != NEVER) {
            carryOut(role.onForced(zxid));
          }
          if (lastLogged() != zxid) {
            force();
          }
        });
  }

  private long lastLogged() {
    List<LoggedTxn> log = disk.log();
    return log.isEmpty() ? NEVER : log.get(log.size() - 1).zxid();
  }

  private void truncate(long zxid) {
    world.ledger.onCut(id(), zxid);
    if (world.mutation == Mutation.DOES_NOT_TRUNCATE_THE_DISK) {
      ZnodeTree cut = newTree();
      disk.log().stream().filter(txn -> txn.zxid() <= zxid).forEach(cut::apply);
      tree = cut;
      return;
    }
    disk.writeForced("bases", join(bases().stream().filter(b -> baseZxid(b) <= zxid).toList()));
    disk.truncate((int) disk.log().stream().filter(txn -> txn.zxid() <= zxid).count());
    recover(txn -> {});
  }

  /** Cuts what is later, saves the state, and forgets the way that led elsewhere. */
  private void install(SnapshotImage image) {
    startsAnew = false;
    world.ledger.onCut(id(), image.zxid());
    disk.truncate((int) disk.log().stream().filter(txn -> txn.zxid() <= image.zxid()).count());
    String bases = Long.toString(world.keep(image));
    if (world.mutation == Mutation.DOES_NOT_FORCE_WHAT_IT_INSTALLS) {
      disk.write("bases", bases);
    } else {
      disk.writeForced("bases", bases);
    }
    disk.truncate(0);
    tree = newTree();
    tree.load(image);
  }

  private List<Long> bases() {
    String text = Objects.requireNonNull(disk.read("bases"));
    return text.isEmpty()
        ? List.of()
        : List.of(text.split(",")).stream().map(Long::valueOf).toList();
  }

  private long baseZxid(long key) {
    return world.images.get((int) key).zxid();
  }

  private long oldestZxid() {
    return bases().isEmpty() ? 0 : baseZxid(bases().get(0));
  }

  private static String join(List<Long> keys) {
    return String.join(",", keys.stream().map(String::valueOf).toList());
  }

  private void apply(PlannedTxn planned) {
    LoggedTxn txn = planned.txn();
    tree.commit(txn.header(), txn.txn(), planned.done());
    world.ledger.onApplied(id(), txn.zxid(), tree);
    if (serving
        && !leaving
        && txn.header().sessionId() == id()
        && txn.txn() instanceof CreateTxn create) {
      world.ledger.acknowledged.put(create.path(), txn.zxid());
    }
  }

  private void send(long connection, PeerMessage message) {
    count(message);
    if (connection == Role.LEADER || message instanceof PeerMessage.HistoryEnd) {
      world.ledger.onSent(id(), acceptedEpoch, message, lastTxnInTree());
    }
    peers.send(connection, message);
  }

  private long lastTxnInTree() {
    return Zxid.isFirst(tree.lastZxid()) ? 0 : tree.lastZxid();
  }

  private void count(PeerMessage message) {
    if (message instanceof PeerMessage.Diff) {
      world.ledger.syncs.merge(SyncPlan.Kind.DIFF, 1, Integer::sum);
    } else if (message instanceof PeerMessage.Truncate) {
      world.ledger.syncs.merge(SyncPlan.Kind.TRUNC, 1, Integer::sum);
    } else if (message instanceof PeerMessage.WholeState) {
      world.ledger.syncs.merge(SyncPlan.Kind.SNAP, 1, Integer::sum);
    }
  }

  private void serve(Step.Serve serve) {
    simulation.trace("server " + id() + " " + role.mode() + " serves in epoch " + serve.epoch());
    serving = true;
    Objects.requireNonNull(election).onEpochEstablished(serve.epoch());
    if (role instanceof Leading) {
      world.ledger.onEstablished(id(), serve.epoch(), tree);
      tree.beginEpoch(serve.lastZxid());
    }
  }

  private void leave(String why) {
    if (leaving || role instanceof Looking) {
      return;
    }
    simulation.trace("server " + id() + " leaves: " + why);
    leaving = true;
    peers.forgetAll();
    term++;
    disk.force(host, this::afterLeaving);
  }

  private void afterLeaving() {
    if (world.mutation != Mutation.VOTES_FOR_LESS_THAN_ITS_LOG) {
      role.onLeft().forEach(this::isDone);
    }
    role = new Looking();
    serving = false;
    leaving = false;
    steps.clear();
    if (!disk.log().isEmpty()) {
      long logged = Math.max(lastLogged(), tree.lastZxid());
      world.ledger.onVote(id(), tree.lastZxid(), logged);
    }
    if (simulation.chance(0.2)) { // a snapshot, as a server takes from time to time
      long key = world.keep(new SnapshotImage(tree.lastZxid(), Map.of(), tree.image()));
      String before = Objects.requireNonNull(disk.read("bases"));
      disk.writeForced("bases", before.isEmpty() ? "" + key : before + "," + key);
    }
    look();
  }

  private long readLong(String file) {
    return Long.parseLong(Objects.requireNonNull(disk.read(file)));
  }
}
