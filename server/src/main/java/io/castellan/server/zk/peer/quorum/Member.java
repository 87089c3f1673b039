package io.castellan.server.zk.peer.quorum;

import io.castellan.server.lane.Lane;
import io.castellan.server.net.Transport;
import io.castellan.server.zk.ensemble.CommittedLog;
import io.castellan.server.zk.ensemble.Following;
import io.castellan.server.zk.ensemble.Leading;
import io.castellan.server.zk.ensemble.LeadingSettings;
import io.castellan.server.zk.ensemble.Looking;
import io.castellan.server.zk.ensemble.Observing;
import io.castellan.server.zk.ensemble.PeerMessage;
import io.castellan.server.zk.ensemble.Role;
import io.castellan.server.zk.ensemble.Standing;
import io.castellan.server.zk.ensemble.Step;
import io.castellan.server.zk.ensemble.Zxid;
import io.castellan.server.zk.ensemble.election.Candidacy;
import io.castellan.server.zk.ensemble.election.Election;
import io.castellan.server.zk.ensemble.election.ElectionResult;
import io.castellan.server.zk.ensemble.election.ElectionStep;
import io.castellan.server.zk.ensemble.election.ElectionTimes;
import io.castellan.server.zk.peer.Ensemble;
import io.castellan.server.zk.peer.MemberSteps;
import io.castellan.server.zk.peer.TrackedSessions;
import io.castellan.server.zk.peer.election.ElectionPort;
import io.castellan.server.zk.store.EpochFiles;
import io.castellan.server.zk.store.MemberStore;
import io.castellan.server.zk.tree.SnapshotImage;
import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.server.zk.txn.SessionCheck;
import io.castellan.server.zk.txn.TxnPlanner;
import io.castellan.zk.protocol.quorum.ElectionMessage;
import io.castellan.zk.protocol.quorum.PeerState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's life in its ensemble: elect, take a role, and when that is over elect again. Owned
 * by the ensemble lane.
 */
public final class Member implements MemberSteps, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Member.class);
  private static final int CLOSE_LIMIT_SECONDS = 5;

  private final Lane lane;
  private final Lane snapshotLane;
  private final Ensemble ensemble;
  private final MemberSettings settings;
  private final MemberStore store;
  private final CommittedLog committedLog;
  private final Function<SessionCheck, TxnPlanner> planners;
  private final Runnable dropClients;
  private final ElectionPort electionPort;
  private final PeerLinks links;
  private final Election election;
  private long acceptedEpoch;
  private long currentEpoch;
  private boolean startsAnew;
  private boolean leaving;
  private boolean closed;

  /** Counts roles, so that what was begun in an earlier one is recognised. */
  private long term;

  /**
   * @param snapshotLane where snapshots are written
   * @param store not yet used by anybody else
   * @param committedLog the last transactions that recovery has replayed
   * @param planners makes the planner of a role that leads
   * @param dropClients closes the connections of all clients
   */
  public Member(
      Ensemble ensemble,
      Lane snapshotLane,
      MemberSettings settings,
      MemberStore store,
      CommittedLog committedLog,
      Function<SessionCheck, TxnPlanner> planners,
      Runnable dropClients,
      Transport transport) {
    this.lane = ensemble.lane();
    this.snapshotLane = snapshotLane;
    this.ensemble = ensemble;
    this.settings = settings;
    this.store = store;
    this.committedLog = committedLog;
    this.planners = planners;
    this.dropClients = dropClients;
    this.electionPort = new ElectionPort(lane, transport, settings.election(), this::onBallot);
    this.links = new PeerLinks(lane, transport, settings, ensemble.tree().image().rules(), this);
    EpochFiles.Epochs epochs = store.epochs().recover(ensemble.tree().lastZxid());
    this.acceptedEpoch = epochs.accepted();
    this.currentEpoch = epochs.current();
    this.election = new Election(settings.serverId(), candidacy(), ElectionTimes.STOCK);
    ensemble.joinEnsemble(this);
  }

  /**
   * Opens the ports. By the thread that starts the server.
   *
   * @param onAllInterfaces whether on all of the machine's addresses
   * @param retries how often again when the election port cannot be had
   * @throws IOException when they cannot be had
   */
  public void open(boolean onAllInterfaces, int retries) throws IOException {
    links.open(onAllInterfaces);
    electionPort.open(onAllInterfaces, retries);
  }

  /** Looks for a leader. On the lane, once. */
  public void start() {
    lane.onDrained(links::flush);
    look();
  }

  /** What others are told of this server's vote. */
  public Election election() {
    return election;
  }

  // Election.

  private Candidacy candidacy() {
    return new Candidacy(
        settings.electorate(),
        ensemble.tree().lastZxid(),
        currentEpoch,
        settings.observer(),
        settings.config());
  }

  private void look() {
    if (closed) {
      return;
    }
    log.info(
        "looking for a leader zxid={} epoch={}",
        Zxid.hex(ensemble.tree().lastZxid()),
        currentEpoch);
    links.listen(PeerLinks.Listening.HOLDING);
    carryOut(election.look(candidacy(), nowMs()));
  }

  private void onBallot(long from, ElectionMessage message) {
    carryOut(election.onMessage(from, message, nowMs()));
  }

  private void carryOut(ElectionStep step) {
    if (closed) {
      return;
    }
    step.ballots().forEach(ballot -> electionPort.send(ballot.to(), ballot.message()));
    ElectionResult result = step.result();
    if (result != null) {
      take(result);
    } else if (election.state() == PeerState.LOOKING) {
      long deadlineMs = election.deadlineMs();
      lane.schedule(
          deadlineMs - nowMs(),
          () -> {
            if (election.deadlineMs() == deadlineMs && election.state() == PeerState.LOOKING) {
              carryOut(election.onTimer(nowMs()));
            }
          });
    }
  }

  // Roles.

  private void take(ElectionResult result) {
    term++;
    long leader = result.vote().leader();
    log.info(
        "elected state={} leader={} zxid={} epoch={} round={}",
        result.state(),
        leader,
        Zxid.hex(result.vote().zxid()),
        result.vote().peerEpoch(),
        result.round());
    Standing standing =
        new Standing(
            settings.serverId(),
            acceptedEpoch,
            currentEpoch,
            ensemble.tree().lastZxid(),
            store.oldestZxid(),
            startsAnew);
    if (result.state() == PeerState.LEADING) {
      lead(standing);
    } else {
      links.listen(PeerLinks.Listening.REFUSING);
      InetSocketAddress address = settings.quorum().get(leader);
      if (address == null) {
        leave("leader " + leader + " is not in the configuration");
        return;
      }
      links.dial(address, () -> learn(standing), this::onLeaderUnreachable);
    }
    tick(term);
  }

  private void lead(Standing standing) {
    Leading leading =
        new Leading(
            standing,
            new LeadingSettings(
                settings.electorate(),
                settings.times(),
                settings.config(),
                0,
                settings.forceSnapshot()),
            ensemble.tree(),
            committedLog,
            new TrackedSessions(ensemble.sessions(), lane.clock()),
            planners,
            nowMs());
    ensemble.sessions().collect(false);
    ensemble.take(leading);
    ensemble.carryOut(leading.begin(lane.clock().wallClockMs()));
    links.listen(PeerLinks.Listening.SERVING);
  }

  private void learn(Standing standing) {
    var rules = ensemble.tree().image().rules();
    ensemble.sessions().collect(true);
    if (settings.observer()) {
      Observing observing =
          new Observing(
              standing,
              settings.times(),
              committedLog,
              rules,
              ensemble.sessions()::takeHeard,
              nowMs());
      ensemble.take(observing);
      ensemble.carryOut(observing.begin(0));
    } else {
      Following following =
          new Following(
              standing,
              settings.times(),
              committedLog,
              rules,
              ensemble.sessions()::takeHeard,
              nowMs());
      ensemble.take(following);
      ensemble.carryOut(following.begin(0));
    }
  }

  private void onLeaderUnreachable() {
    leave("the leader cannot be reached");
  }

  private void tick(long begun) {
    lane.schedule(
        settings.times().heartbeatMs(),
        () -> {
          if (begun == term) {
            ensemble.carryOut(ensemble.role().onTick(nowMs()));
            tick(begun);
          }
        });
  }

  /** A peer has said something. On the lane. */
  void onMessage(long connection, PeerMessage message) {
    ensemble.carryOut(
        ensemble.role().onMessage(connection, message, nowMs(), lane.clock().wallClockMs()));
  }

  /** A connection is gone. On the lane. */
  void onClosed(long connection) {
    ensemble.carryOut(ensemble.role().onClosed(connection));
  }

  // Steps.

  @Override
  public boolean begin(Step step, Runnable next) {
    if (step instanceof Step.Send send) {
      links.send(send.to(), send.message());
    } else if (step instanceof Step.Drop drop) {
      log.warn("learner dropped, {}", drop.why());
      links.close(drop.connection());
    } else if (step instanceof Step.Serve serve) {
      serve(serve);
    } else if (step instanceof Step.Leave leave) {
      leave(leave.why());
    } else if (step instanceof Step.StartAnew) {
      startsAnew = true;
    } else if (step instanceof Step.Force) {
      ensemble.onLogLane(() -> Member::nothing, next);
      return false;
    } else if (step instanceof Step.WriteAcceptedEpoch write) {
      ensemble.onLogLane(
          () -> {
            store.epochs().writeAcceptedEpoch(write.epoch());
            return () -> acceptedEpoch = write.epoch();
          },
          next);
      return false;
    } else if (step instanceof Step.WriteCurrentEpoch write) {
      ensemble.onLogLane(
          () -> {
            store.epochs().writeCurrentEpoch(write.epoch());
            return () -> currentEpoch = write.epoch();
          },
          next);
      return false;
    } else if (step instanceof Step.TruncateTo truncate) {
      afterSnapshots(() -> truncate(truncate.zxid()), next);
      return false;
    } else if (step instanceof Step.Install install) {
      afterSnapshots(() -> install(install.image()), next);
      return false;
    }
    return true;
  }

  /** To force the log is all that is wanted. */
  private static void nothing() {}

  /**
   * What replaces files must not meet a snapshot that is still being written: it would come to be
   * after its state was given up.
   */
  private void afterSnapshots(Supplier<Runnable> onDisk, Runnable next) {
    ensemble.rollLog();
    snapshotLane.execute(() -> lane.execute(() -> ensemble.onLogLane(onDisk, next)));
  }

  /** On the txnlog lane. */
  private Runnable truncate(long zxid) {
    log.info("history is cut after zxid={}", Zxid.hex(zxid));
    ZnodeTree remaining = new ZnodeTree(ensemble.tree().image().rules());
    store.truncate(zxid, remaining);
    return () -> ensemble.become(remaining, zxid);
  }

  /** On the txnlog lane. */
  private Runnable install(SnapshotImage image) {
    log.info(
        "history is replaced by the leader's zxid={} nodes={}",
        Zxid.hex(image.zxid()),
        image.tree().count());
    store.install(image);
    ZnodeTree loaded = new ZnodeTree(image.tree().rules());
    loaded.load(image);
    return () -> {
      startsAnew = false;
      ensemble.become(loaded, image.zxid());
    };
  }

  private void serve(Step.Serve serve) {
    Role role = ensemble.role();
    if (serve.lastZxid() != Step.Serve.AS_IT_IS) {
      ensemble.tree().beginEpoch(serve.lastZxid());
    } else {
      byte[] config = settings.config().getBytes(StandardCharsets.UTF_8);
      ensemble.tree().showConfig(config, 0, lane.clock().wallClockMs());
    }
    election.onEpochEstablished(serve.epoch());
    ensemble.serve();
    log.info(
        "serving mode={} leader={} epoch={} zxid={}",
        role.mode(),
        election.vote().leader(),
        serve.epoch(),
        Zxid.hex(ensemble.tree().lastZxid()));
  }

  private void leave(String why) {
    if (closed || leaving || election.state() == PeerState.LOOKING) {
      return;
    }
    leaving = true;
    term++;
    Role role = ensemble.role();
    log.warn(
        "leaving mode={} epoch={} zxid={} because {}",
        role.mode(),
        currentEpoch,
        Zxid.hex(ensemble.tree().lastZxid()),
        why);
    ensemble.stopServing();
    links.closeAll();
    dropClients.run();
    ensemble.onLogLane(() -> Member::nothing, () -> afterLeaving(role));
  }

  private void afterLeaving(Role role) {
    List<Step> left = role.onLeft();
    ensemble.take(new Looking());
    ensemble.carryOut(left);
    // In turn: whatever the role had still under way is behind it by then.
    ensemble.carryOut(List.of(new Step.Force()));
    ensemble.afterSteps(
        () -> {
          leaving = false;
          look();
        });
  }

  private long nowMs() {
    return lane.clock().monotonicMs();
  }

  /** Takes no part any more. When this returns nothing of it runs on the lane, or will. */
  @Override
  public void close() {
    if (lane.hasEnded()) {
      closed = true; // or it was never started
    } else {
      leaveForGood();
    }
    electionPort.close();
    links.close();
  }

  private void leaveForGood() {
    CompletableFuture<Boolean> quiet = new CompletableFuture<>();
    lane.execute(
        () -> {
          closed = true;
          term++;
          ensemble.stopServing();
          links.closeAll();
          quiet.complete(true);
        });
    quiet.completeOnTimeout(false, CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }
}
