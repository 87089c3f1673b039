package io.castellan.server.zk.ensemble;

import io.castellan.server.zk.tree.TreeRules;
import io.castellan.server.zk.txn.WriteRequest;
import io.castellan.zk.protocol.txn.LoggedTxn;
import java.util.List;

/**
 * A server without a vote that has a leader: logs and applies what is committed, and acknowledges
 * nothing but the history that it began with. Owned by the ensemble lane.
 */
public final class Observing implements Role {
  private final LearnerSync sync;
  private final LeaderLink link;
  private final CommittedLog committedLog;
  private long lastZxid = -1;

  /**
   * @param rules of this server's tree
   * @param clients tells of this server's clients
   * @param nowMs the monotonic clock
   */
  public Observing(
      Standing standing,
      EnsembleTimes times,
      CommittedLog committedLog,
      TreeRules rules,
      LearnerClients clients,
      long nowMs) {
    this.sync = new LearnerSync(standing, true, committedLog, rules);
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
      return sync.onMessage(message);
    }
    if (message instanceof PeerMessage.Inform inform) {
      return onInform(inform.txn());
    }
    return link.onMessage(message);
  }

  private List<Step> onInform(LoggedTxn txn) {
    if (txn.zxid() <= lastZxid) {
      return List.of(
          new Step.Leave(
              "transaction " + Zxid.hex(txn.zxid()) + " comes after " + Zxid.hex(lastZxid)));
    }
    lastZxid = txn.zxid();
    committedLog.add(txn);
    return List.of(new Step.Log(txn), new Step.Apply(txn));
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
  public List<Step> onForced(long zxid) {
    return List.of();
  }

  @Override
  public List<Step> onClosed(long connection) {
    return List.of(new Step.Leave("the connection to the leader is lost"));
  }

  @Override
  public List<Step> onTick(long nowMs) {
    return link.onTick(sync.hasHistory(), nowMs);
  }

  @Override
  public List<Step> onLeft() {
    return List.of();
  }

  @Override
  public void onTreeReplaced() {}

  @Override
  public int outstanding() {
    return 0;
  }

  @Override
  public String mode() {
    return "observer";
  }
}
