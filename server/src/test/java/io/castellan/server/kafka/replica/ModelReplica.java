package io.castellan.server.kafka.replica;

import org.jspecify.annotations.Nullable;

/** One broker's replica: its log survives a crash, all else does not. */
final class ModelReplica {
  final int id;
  final ModelLog log = new ModelLog();
  final Replicas replicas;
  boolean alive = true;
  int leader = -1;
  int leaderEpoch = -1;
  @Nullable FollowerSync sync;
  boolean fetching;

  /** Grows with every restart: what was on its way to the process before is for nobody. */
  int life;

  ModelReplica(int id, long lagLimitMs) {
    this.id = id;
    this.replicas = new Replicas(id, lagLimitMs, Membership.ALL);
  }

  boolean leads() {
    return alive && leader == id;
  }

  void onDecision(ModelController.State state, boolean truncatesOnFetch, long nowMs) {
    if (!alive || state.leaderEpoch() <= leaderEpoch) {
      return;
    }
    leaderEpoch = state.leaderEpoch();
    leader = state.leader();
    fetching = false;
    if (leader == id) {
      sync = null;
      log.begin(leaderEpoch);
      replicas.onLeadership(
          new Leadership(
              leaderEpoch, state.version(), state.isr(), state.replicas(), log.logEndOffset()),
          log.logEndOffset(),
          nowMs);
    } else {
      replicas.onFollow();
      sync = new FollowerSync(truncatesOnFetch, log);
    }
  }

  void crash() {
    alive = false;
    life++;
    leader = -1;
    leaderEpoch = -1;
    sync = null;
    fetching = false;
    replicas.onFollow();
  }
}
