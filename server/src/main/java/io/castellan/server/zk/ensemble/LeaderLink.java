package io.castellan.server.zk.ensemble;

import io.castellan.server.zk.txn.WriteRequest;
import java.util.List;

/**
 * What all learners do alike while they serve: hand on what clients want, show that they live, and
 * notice when the leader does not.
 */
final class LeaderLink {
  private final EnsembleTimes times;
  private final LearnerClients clients;
  private long heardMs;

  LeaderLink(EnsembleTimes times, LearnerClients clients, long nowMs) {
    this.times = times;
    this.clients = clients;
    this.heardMs = nowMs;
  }

  void onHeard(long nowMs) {
    heardMs = nowMs;
  }

  List<Step> onTick(boolean hasHistory, long nowMs) {
    long limitMs = hasHistory ? times.syncMs() : times.initMs();
    return nowMs - heardMs > limitMs
        ? List.of(new Step.Leave("the leader was not heard for " + (nowMs - heardMs) + " ms"))
        : List.of();
  }

  static List<Step> request(WriteRequest request) {
    return toLeader(new PeerMessage.Request(request));
  }

  static List<Step> sync(long sessionId, int cxid) {
    return toLeader(new PeerMessage.SyncRequest(sessionId, cxid));
  }

  static List<Step> resume(long sessionId, int timeoutMs) {
    return toLeader(new PeerMessage.Revalidate(sessionId, timeoutMs));
  }

  /** Whatever a leader says to a learner besides transactions. */
  List<Step> onMessage(PeerMessage message) {
    if (message instanceof PeerMessage.Ping ping) {
      return toLeader(new PeerMessage.Pong(ping.zxid(), clients.heardFrom()));
    } else if (message instanceof PeerMessage.Synced) {
      return List.of(new Step.SyncDone());
    } else if (message instanceof PeerMessage.Revalidated answer) {
      return List.of(new Step.SessionChecked(answer.sessionId(), answer.valid()));
    } else if (message instanceof PeerMessage.UpToDate) {
      return List.of(); // said twice, which stock's learners let pass
    }
    return List.of(
        new Step.Leave("the leader says out of turn: " + message.getClass().getSimpleName()));
  }

  private static List<Step> toLeader(PeerMessage message) {
    return List.of(LearnerSync.toLeader(message));
  }
}
