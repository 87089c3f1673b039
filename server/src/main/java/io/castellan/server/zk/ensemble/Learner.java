package io.castellan.server.zk.ensemble;

/** A learner as its leader sees it: one connection. */
final class Learner {
  final long connection;
  final long serverId;
  final boolean votes;
  final boolean observer;
  Stage stage = Stage.INTRODUCED;
  long lastZxid;
  long heardMs;

  enum Stage {
    /** It has said who it is. */
    INTRODUCED,
    /** It has promised the epoch. */
    PROMISED,
    /** It is getting its history. */
    SYNCING,
    /** It has its history, on stable storage. */
    SYNCED
  }

  Learner(long connection, long serverId, boolean observer, boolean votes, long nowMs) {
    this.connection = connection;
    this.serverId = serverId;
    this.observer = observer;
    this.votes = votes;
    this.heardMs = nowMs;
  }

  @Override
  public String toString() {
    return (observer ? "observer " : "follower ") + serverId;
  }
}
