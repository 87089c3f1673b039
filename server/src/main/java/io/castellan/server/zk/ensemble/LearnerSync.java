package io.castellan.server.zk.ensemble;

import io.castellan.server.zk.tree.SnapshotImage;
import io.castellan.server.zk.tree.TreeRules;
import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.zk.protocol.txn.LoggedTxn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a learner gets from its own history to its leader's (Zab 1.0, discovery and synchronisation):
 * introduce itself, promise the epoch, take the history, acknowledge it, and wait until the leader
 * is established.
 *
 * <p>Nothing of the history touches the disk before all of it has arrived, and then everything in
 * one go and in one order: cut or replace what was there, log what is new, force it, and only then
 * the epoch that claims to have it, and only then the acknowledgement. A learner that loses its
 * leader, or its power, half-way has either its old history or a beginning of the new one
 * (ZOOKEEPER-3911, ZOOKEEPER-4643, ZOOKEEPER-4646, ZOOKEEPER-4785: each is one of these steps
 * before its turn).
 */
final class LearnerSync {
  private final Standing standing;
  private final boolean observer;
  private final CommittedLog committedLog;
  private final TreeRules rules;

  /** Proposed and not known to be committed, in order. */
  private final Deque<LoggedTxn> proposed = new ArrayDeque<>();

  /** Committed, in order; to be logged when the history is complete. */
  private final List<LoggedTxn> history = new ArrayList<>();

  /** Committed after the history was complete. */
  private final Deque<LoggedTxn> early = new ArrayDeque<>();

  private Stage stage = Stage.INTRODUCED;
  private @Nullable PeerMessage base;
  private long epoch;
  private long lastZxid;

  private enum Stage {
    INTRODUCED,
    PROMISED,
    TAKING_HISTORY,
    HISTORY_TAKEN,
    UP_TO_DATE
  }

  LearnerSync(Standing standing, boolean observer, CommittedLog committedLog, TreeRules rules) {
    this.standing = standing;
    this.rules = rules;
    this.observer = observer;
    this.committedLog = committedLog;
    this.lastZxid = standing.lastZxid();
  }

  List<Step> begin(long configVersion) {
    return List.of(
        toLeader(
            new PeerMessage.Introduction(
                standing.serverId(), observer, standing.acceptedEpoch(), configVersion)));
  }

  boolean isUpToDate() {
    return stage == Stage.UP_TO_DATE;
  }

  /** Whether the leader may be silent for {@code syncLimit} only. */
  boolean hasHistory() {
    return stage.compareTo(Stage.HISTORY_TAKEN) >= 0;
  }

  long epoch() {
    return epoch;
  }

  /** What was proposed and not committed, in order; to be logged by who serves. */
  Deque<LoggedTxn> proposed() {
    return proposed;
  }

  List<Step> onMessage(PeerMessage message) {
    return switch (stage) {
      case INTRODUCED -> onEpoch(message);
      case PROMISED -> onBase(message);
      case TAKING_HISTORY, HISTORY_TAKEN -> onHistory(message);
      case UP_TO_DATE -> outOfTurn(message);
    };
  }

  private List<Step> onEpoch(PeerMessage message) {
    if (!(message instanceof PeerMessage.NewEpoch asked)) {
      return outOfTurn(message);
    }
    epoch = asked.epoch();
    if (epoch < standing.acceptedEpoch()) {
      return leave(
          "the leader's epoch is " + epoch + " (expected: >= " + standing.acceptedEpoch() + ")");
    }
    stage = Stage.PROMISED;
    if (epoch == standing.acceptedEpoch()) {
      // Promised before a crash, perhaps to another leader: it must not help two of them.
      return List.of(promise(PeerMessage.EpochPromise.PROMISED_BEFORE));
    }
    return List.of(new Step.WriteAcceptedEpoch(epoch), promise(standing.currentEpoch()));
  }

  private Step promise(long currentEpoch) {
    long claimedZxid = standing.startsAnew() ? 0 : standing.lastZxid();
    return toLeader(new PeerMessage.EpochPromise(claimedZxid, currentEpoch));
  }

  private List<Step> onBase(PeerMessage message) {
    if (message instanceof PeerMessage.Truncate truncate) {
      if (truncate.zxid() < standing.oldestZxid()) {
        return List.of(
            new Step.StartAnew(),
            new Step.Leave(
                "told to go back to "
                    + Zxid.hex(truncate.zxid())
                    + ", and the oldest snapshot is "
                    + Zxid.hex(standing.oldestZxid())));
      }
      lastZxid = truncate.zxid();
    } else if (message instanceof PeerMessage.WholeState whole) {
      lastZxid = whole.image().zxid();
    } else if (!(message instanceof PeerMessage.Diff)) {
      return outOfTurn(message);
    } else if (standing.startsAnew()) {
      lastZxid = 0;
    }
    base = message;
    stage = Stage.TAKING_HISTORY;
    return List.of();
  }

  private List<Step> onHistory(PeerMessage message) {
    if (message instanceof PeerMessage.Proposal proposal) {
      if (!isNext(proposal.txn())) {
        return outOfOrder(proposal.txn().zxid());
      }
      proposed.add(proposal.txn());
    } else if (message instanceof PeerMessage.Commit commit) {
      LoggedTxn first = proposed.poll();
      if (first == null || first.zxid() != commit.zxid()) {
        return outOfOrder(commit.zxid());
      }
      onCommitted(first);
    } else if (message instanceof PeerMessage.Inform inform) {
      if (!isNext(inform.txn())) {
        return outOfOrder(inform.txn().zxid());
      }
      onCommitted(inform.txn());
    } else if (message instanceof PeerMessage.HistoryEnd end && stage == Stage.TAKING_HISTORY) {
      return onHistoryEnd(end);
    } else if (message instanceof PeerMessage.UpToDate && stage == Stage.HISTORY_TAKEN) {
      return onUpToDate();
    } else {
      return outOfTurn(message);
    }
    return List.of();
  }

  /** ZOOKEEPER-4925: within an epoch nothing may be missing. */
  private boolean isNext(LoggedTxn txn) {
    boolean next =
        txn.zxid() > lastZxid
            && (Zxid.epoch(txn.zxid()) != Zxid.epoch(lastZxid) || txn.zxid() == lastZxid + 1);
    lastZxid = txn.zxid();
    return next;
  }

  private void onCommitted(LoggedTxn txn) {
    if (stage == Stage.TAKING_HISTORY) {
      history.add(txn);
    } else {
      early.add(txn);
    }
  }

  private List<Step> onHistoryEnd(PeerMessage.HistoryEnd end) {
    if (end.epoch() != epoch) {
      return leave("the history is of epoch " + end.epoch() + " (expected: " + epoch + ")");
    }
    stage = Stage.HISTORY_TAKEN;
    List<Step> steps = new ArrayList<>();
    if (base instanceof PeerMessage.Truncate truncate) {
      steps.add(new Step.TruncateTo(truncate.zxid()));
      committedLog.clear();
    } else if (base instanceof PeerMessage.WholeState whole) {
      steps.add(new Step.Install(whole.image()));
      committedLog.clear();
    }
    if (base instanceof PeerMessage.Diff && standing.startsAnew()) {
      steps.add(new Step.Install(wholeHistory()));
      committedLog.clear();
      history.clear();
    }
    base = null;
    history.forEach(txn -> steps.add(new Step.Log(txn)));
    steps.add(new Step.Force());
    history.forEach(txn -> steps.add(apply(txn)));
    history.clear();
    steps.add(new Step.WriteCurrentEpoch(epoch));
    steps.add(acknowledge());
    return steps;
  }

  /** A history from the first transaction on, as one state: half of it must not be on the disk. */
  private SnapshotImage wholeHistory() {
    ZnodeTree tree = new ZnodeTree(rules);
    history.forEach(tree::apply);
    return new SnapshotImage(tree.lastZxid(), Map.copyOf(tree.sessions()), tree.image());
  }

  /** What was committed since is logged behind what was proposed since, as it was proposed. */
  private List<Step> onUpToDate() {
    stage = Stage.UP_TO_DATE;
    List<Step> steps = new ArrayList<>();
    early.forEach(txn -> steps.add(new Step.Log(txn)));
    proposed.forEach(txn -> steps.add(new Step.Log(txn)));
    early.forEach(txn -> steps.add(apply(txn)));
    early.clear();
    steps.add(acknowledge()); // a second time, as every release does
    steps.add(new Step.Serve(epoch, Step.Serve.AS_IT_IS));
    return steps;
  }

  private Step apply(LoggedTxn txn) {
    committedLog.add(txn);
    return new Step.Apply(txn);
  }

  private Step acknowledge() {
    return toLeader(new PeerMessage.Ack(Zxid.first(epoch)));
  }

  private List<Step> outOfOrder(long zxid) {
    return leave("the leader's history has a gap before " + Zxid.hex(zxid));
  }

  private List<Step> outOfTurn(PeerMessage message) {
    return leave("the leader says out of turn: " + message.getClass().getSimpleName());
  }

  private static List<Step> leave(String why) {
    return List.of(new Step.Leave(why));
  }

  static Step toLeader(PeerMessage message) {
    return new Step.Send(List.of(Role.LEADER), message);
  }
}
