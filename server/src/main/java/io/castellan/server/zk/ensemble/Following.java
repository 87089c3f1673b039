package io.castellan.server.zk.ensemble;

import io.castellan.server.zk.tree.TreeRules;
import io.castellan.server.zk.txn.WriteRequest;
import io.castellan.zk.protocol.txn.LoggedTxn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A server with a vote that has a leader: logs what is proposed, says so once it is on stable
 * storage, and applies what is committed. Owned by the ensemble lane.
 */
public final class Following implements Role {
  private final LearnerSync sync;
  private final LeaderLink link;
  private final CommittedLog committedLog;

  /** Logged or being logged, and not known to be committed, in order. */
  private final Deque<LoggedTxn> pending = new ArrayDeque<>();

  private long lastZxid;
  private long ackedZxid;

  /**
   * @param rules of this server's tree
   * @param clients tells of this server's clients
   * @param nowMs the monotonic clock
   */
  public Following(
      Standing standing,
      EnsembleTimes times,
      CommittedLog committedLog,
      TreeRules rules,
      LearnerClients clients,
      long nowMs) {
    this.sync = new LearnerSync(standing, false, committedLog, rules);
    this.link = new LeaderLink(times, clients, nowMs);
    this.committedLog = committedLog;
  }

  /**
   * The connection to the leader stands.
   *
   * @param configVersion of this server's configuration
   */
  public List<Step> begin(long configVersion) {
    return sync.begin(configVersion);
  }

  @Override
  public List<Step> onMessage(long connection, PeerMessage message, long nowMs, long wallClockMs) {
    link.onHeard(nowMs);
    if (message instanceof PeerMessage.Ping) {
      return link.onMessage(message);
    }
    if (!sync.isUpToDate()) {
      List<Step> steps = sync.onMessage(message);
      if (sync.isUpToDate()) {
        pending.addAll(sync.proposed());
        lastZxid = pending.isEmpty() ? Zxid.first(sync.epoch()) : pending.getLast().zxid();
        ackedZxid = Zxid.first(sync.epoch());
      }
      return steps;
    }
    if (message instanceof PeerMessage.Proposal proposal) {
      return onProposal(proposal.txn());
    } else if (message instanceof PeerMessage.Commit commit) {
      return onCommit(commit.zxid());
    }
    return link.onMessage(message);
  }

  private List<Step> onProposal(LoggedTxn txn) {
    if (txn.zxid() <= lastZxid) {
      return leave("was proposed after " + Zxid.hex(lastZxid), txn.zxid());
    }
    lastZxid = txn.zxid();
    pending.add(txn);
    return List.of(new Step.Log(txn));
  }

  private List<Step> onCommit(long zxid) {
    LoggedTxn first = pending.poll();
    if (first == null || first.zxid() != zxid) {
      return leave(
          "is committed before " + (first == null ? "it was proposed" : Zxid.hex(first.zxid())),
          zxid);
    }
    committedLog.add(first);
    return List.of(new Step.Apply(first));
  }

  private static List<Step> leave(String why, long zxid) {
    return List.of(new Step.Leave("transaction " + Zxid.hex(zxid) + " " + why));
  }

  /** Each proposal is acknowledged by itself, though one force has served many. */
  @Override
  public List<Step> onForced(long zxid) {
    if (!sync.isUpToDate() || zxid <= ackedZxid) {
      return List.of();
    }
    List<Step> steps = new ArrayList<>();
    for (LoggedTxn txn : pending) {
      if (txn.zxid() > zxid) {
        break;
      }
      if (txn.zxid() > ackedZxid) {
        steps.add(LearnerSync.toLeader(new PeerMessage.Ack(txn.zxid())));
      }
    }
    ackedZxid = zxid;
    return steps;
  }

  @Override
  public List<Step> onRequest(WriteRequest request, long wallClockMs) {
    return LeaderLink.request(request);
  }

  @Override
  public List<Step> onSync(long sessionId, int cxid) {
    return LeaderLink.sync(sessionId, cxid);
  }

  @Override
  public List<Step> onResume(long sessionId, int timeoutMs) {
    return LeaderLink.resume(sessionId, timeoutMs);
  }

  @Override
  public List<Step> onClosed(long connection) {
    return List.of(new Step.Leave("the connection to the leader is lost"));
  }

  @Override
  public List<Step> onTick(long nowMs) {
    return link.onTick(sync.hasHistory(), nowMs);
  }

  /** What was logged and not committed stays, for the leader may have committed it. */
  @Override
  public List<Step> onLeft() {
    List<Step> steps = new ArrayList<>(pending.size());
    for (LoggedTxn txn : pending) {
      committedLog.add(txn);
      steps.add(new Step.Apply(txn));
    }
    pending.clear();
    return steps;
  }

  @Override
  public void onTreeReplaced() {}

  @Override
  public int outstanding() {
    return pending.size();
  }

  @Override
  public String mode() {
    return "follower";
  }
}
