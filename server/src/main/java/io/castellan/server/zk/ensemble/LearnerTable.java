package io.castellan.server.zk.ensemble;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The learners of a leader. */
public final class LearnerTable {
  private final Map<Long, Learner> byConnection = new LinkedHashMap<>();
  private List<Long> followers = List.of();
  private List<Long> observers = List.of();

  void add(Learner learner) {
    byConnection.put(learner.connection, learner);
  }

  @Nullable Learner remove(long connection) {
    Learner removed = byConnection.remove(connection);
    onChanged();
    return removed;
  }

  @Nullable Learner find(long connection) {
    return byConnection.get(connection);
  }

  @Nullable Learner findServer(long serverId) {
    for (Learner learner : byConnection.values()) {
      if (learner.serverId == serverId) {
        return learner;
      }
    }
    return null;
  }

  /** All, as they are now: a copy, for some may be dropped on the way. */
  Collection<Learner> all() {
    return List.copyOf(byConnection.values());
  }

  List<Learner> at(Learner.Stage stage) {
    return byConnection.values().stream().filter(learner -> learner.stage == stage).toList();
  }

  List<Long> connections(Learner.Stage stage) {
    return at(stage).stream().map(learner -> learner.connection).toList();
  }

  /** The connections to which proposals go. */
  List<Long> followers() {
    return followers;
  }

  /** The connections to which committed transactions go. */
  List<Long> observers() {
    return observers;
  }

  /** A learner has begun to get everything, or is gone. */
  void onChanged() {
    followers = hearing(false);
    observers = hearing(true);
  }

  private List<Long> hearing(boolean observer) {
    List<Long> connections = new ArrayList<>();
    for (Learner learner : byConnection.values()) {
      if (learner.observer == observer && learner.stage.compareTo(Learner.Stage.SYNCING) >= 0) {
        connections.add(learner.connection);
      }
    }
    return List.copyOf(connections);
  }

  /** The voters that have the history and were heard since. */
  Set<Long> syncedVoters(long sinceMs) {
    Set<Long> voters = new HashSet<>();
    for (Learner learner : byConnection.values()) {
      if (learner.votes && learner.stage == Learner.Stage.SYNCED && learner.heardMs >= sinceMs) {
        voters.add(learner.serverId);
      }
    }
    return voters;
  }

  /** The servers that are connected. */
  Set<Long> serverIds() {
    Set<Long> ids = new HashSet<>();
    byConnection.values().forEach(learner -> ids.add(learner.serverId));
    return ids;
  }

  /** How many learners there are. */
  public int count() {
    return byConnection.size();
  }

  /** How many of them follow and have the history. */
  public int syncedFollowers() {
    return (int)
        byConnection.values().stream()
            .filter(learner -> !learner.observer && learner.stage == Learner.Stage.SYNCED)
            .count();
  }

  /** How many of them observe and have the history. */
  public int syncedObservers() {
    return (int)
        byConnection.values().stream()
            .filter(learner -> learner.observer && learner.stage == Learner.Stage.SYNCED)
            .count();
  }
}
