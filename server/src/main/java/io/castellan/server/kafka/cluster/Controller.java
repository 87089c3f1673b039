package io.castellan.server.kafka.cluster;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.cluster.ControllerOutput.StopReplica;
import io.castellan.server.kafka.cluster.TopicEntry.PartitionEntry;
import io.castellan.server.kafka.znodes.PartitionStateZnode;
import io.castellan.server.kafka.znodes.TopicZnode;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an elected controller decides: leaders, the birth and the end of topics. One instance lives
 * from an election to the resignation. Pure, and owned by whoever feeds it: one thread.
 *
 * <p>Each partition walks from unknown (assigned, no state yet) to led, and between led and
 * leaderless as brokers come and go. Every event that may change something asks {@link #settle} for
 * the partitions that it touches: it compares the state with what the rules of {@link
 * LeaderElection} make of it, and asks for a write where they differ. While that write is on its
 * way the partition is left alone; its outcome settles it again, so nothing that happened in
 * between is lost.
 */
public final class Controller {
  /** The leader epoch that tells a replica that its topic is being deleted. */
  public static final int DELETED_EPOCH = -2;

  private final int brokerId;
  private final int epoch;
  private final boolean topicIds;
  private final boolean deletionAllowed;
  private final Predicate<String> uncleanAllowed;
  private final Supplier<Uuid> newTopicId;
  private final Map<Integer, BrokerImage> live = new TreeMap<>();
  private final Map<String, TopicEntry> topics = new HashMap<>();
  private final Map<String, Set<StopReplica>> deletions = new HashMap<>();
  private final Set<String> deleteRequests = new HashSet<>();

  /**
   * @param brokerId this broker
   * @param epoch of this controller
   * @param topicIds whether topics are to have ids
   * @param deletionAllowed {@code delete.topic.enable}
   * @param uncleanAllowed whether a topic would rather lose records than wait for the ISR
   * @param newTopicId gives a new id
   */
  public Controller(
      int brokerId,
      int epoch,
      boolean topicIds,
      boolean deletionAllowed,
      Predicate<String> uncleanAllowed,
      Supplier<Uuid> newTopicId) {
    this.brokerId = brokerId;
    this.epoch = epoch;
    this.topicIds = topicIds;
    this.deletionAllowed = deletionAllowed;
    this.uncleanAllowed = uncleanAllowed;
    this.newTopicId = newTopicId;
  }

  /** This controller's epoch. */
  public int epoch() {
    return epoch;
  }

  /** Whether a topic is known, be it visible to clients or not. */
  public boolean knowsTopic(String topic) {
    return topics.containsKey(topic);
  }

  /** Whether a topic is to be deleted. */
  public boolean isToBeDeleted(String topic) {
    return deleteRequests.contains(topic);
  }

  /**
   * The election is won and the cluster has been read: tell every live replica what stands, and
   * repair what does not.
   */
  public ControllerOutput start(
      Map<Integer, BrokerImage> brokers,
      Collection<TopicSnapshot> snapshots,
      Set<String> deleteRequests) {
    ControllerOutput output = new ControllerOutput();
    live.putAll(brokers);
    output.delta().setBrokers(live);
    output.delta().setController(brokerId);
    snapshots.stream()
        .map(TopicSnapshot::name)
        .filter(name -> deletionAllowed && deleteRequests.contains(name))
        .forEach(this.deleteRequests::add);
    addTopics(snapshots, output);
    onDeleteRequests(deleteRequests, output);
    this.deleteRequests.forEach(name -> tryDelete(name, output));
    return output;
  }

  /** The set of live brokers changed. */
  public ControllerOutput onBrokers(Map<Integer, BrokerImage> brokers) {
    ControllerOutput output = new ControllerOutput();
    Set<Integer> gone = new HashSet<>();
    Set<Integer> arrived = new HashSet<>();
    live.forEach(
        (id, broker) -> {
          BrokerImage now = brokers.get(id);
          if (now == null || now.epoch() != broker.epoch()) {
            gone.add(id); // a restarted broker went, too: it has forgotten what it was told
          }
        });
    brokers.forEach(
        (id, broker) -> {
          if (gone.contains(id) || !live.containsKey(id)) {
            arrived.add(id);
          }
        });
    output.delta().setBrokers(brokers);
    live.keySet().removeAll(gone);
    settleReplicasOf(gone, output);
    live.putAll(brokers);
    settleReplicasOf(arrived, output);
    for (TopicEntry topic : topics.values()) {
      tellArrived(topic, arrived, output);
    }
    for (Set<StopReplica> open : deletions.values()) {
      open.stream().filter(stop -> arrived.contains(stop.brokerId())).forEach(output::stop);
    }
    deleteRequests.forEach(topic -> tryDelete(topic, output));
    return output;
  }

  /** Topics that were not known have been found and read. */
  public ControllerOutput onNewTopics(Collection<TopicSnapshot> snapshots) {
    ControllerOutput output = new ControllerOutput();
    addTopics(snapshots, output);
    return output;
  }

  /** A topic's znode changed; it may have more partitions. */
  public ControllerOutput onTopicChanged(String name, TopicZnode znode, int version) {
    ControllerOutput output = new ControllerOutput();
    TopicEntry topic = topics.get(name);
    if (topic == null) {
      return output;
    }
    topic.version = version;
    if (deleteRequests.contains(name)) {
      // What is about to be deleted does not grow any more: put back what stood before.
      if (!topic.partitions.keySet().containsAll(znode.partitions().keySet())) {
        writeTopic(topic, output);
      }
      return output;
    }
    if (topic.id == null) {
      topic.id = znode.topicId();
    }
    topic.addPartitions(znode);
    begin(topic, output);
    return output;
  }

  /** Someone removed topics without asking: their replicas stop, and keep their logs. */
  public ControllerOutput onTopicsGone(Collection<String> names) {
    ControllerOutput output = new ControllerOutput();
    for (String name : names) {
      TopicEntry topic = topics.get(name);
      if (topic != null && !topic.deleting) {
        topics.remove(name);
        output.delta().removeTopic(name);
        stopAll(topic, false, output);
        if (deleteRequests.remove(name)) {
          output.write(new ControllerWrite.DropDeleteRequest(name));
        }
      }
    }
    return output;
  }

  /** There are wishes to delete topics. */
  public ControllerOutput onDeleteRequests(Collection<String> names) {
    ControllerOutput output = new ControllerOutput();
    onDeleteRequests(names, output);
    return output;
  }

  /**
   * A topic's znode has been written.
   *
   * @param version its data version now; -1 when the write failed because someone else had changed
   *     it, which {@link #onTopicChanged} will tell
   */
  public ControllerOutput onTopicWritten(String name, int version) {
    ControllerOutput output = new ControllerOutput();
    TopicEntry topic = topics.get(name);
    if (topic != null) {
      topic.writing = false;
      if (version >= 0) {
        topic.version = version;
        topic.id = topic.id == null ? topic.wantedId : topic.id;
        begin(topic, output);
      }
      topic.wantedId = null;
      tryDelete(name, output);
    }
    return output;
  }

  /**
   * A partition's state has been written as it was asked for.
   *
   * @param version the znode's data version now
   */
  public ControllerOutput onStateWritten(TopicPartition topicPartition, int version) {
    ControllerOutput output = new ControllerOutput();
    PartitionEntry partition = find(topicPartition);
    if (partition != null && partition.wanted != null) {
      takeUp(partition, partition.wanted, version, output);
    }
    return output;
  }

  /**
   * A partition's state could not be written because another one stands there.
   *
   * @param found what was read instead; null when there is none
   */
  public ControllerOutput onStateConflict(
      TopicPartition topicPartition, TopicSnapshot.@Nullable VersionedState found) {
    ControllerOutput output = new ControllerOutput();
    PartitionEntry partition = find(topicPartition);
    if (partition != null) {
      if (found == null) {
        createAgain(partition, output);
      } else {
        takeUp(partition, found.state(), found.version(), output);
      }
    }
    return output;
  }

  /**
   * Somebody removed a state. What we were about to write in its place carries a leader epoch that
   * no replica has heard of, and the ISR that alone has all that was acknowledged: a first state
   * would have neither.
   */
  private void createAgain(PartitionEntry partition, ControllerOutput output) {
    TopicEntry topic = topics.get(partition.topicPartition.topic());
    PartitionStateZnode wanted = partition.wanted;
    if (wanted == null || topic == null || deleteRequests.contains(topic.name)) {
      partition.wanted = null;
      settleAgain(partition.topicPartition, output);
      return;
    }
    output.write(
        new ControllerWrite.CreateStates(
            topic.name, Map.of(partition.topicPartition.partition(), wanted)));
  }

  /**
   * A replica's log has been deleted, or could not be.
   *
   * @param deleted false when it could not: the topic then stays half deleted until the broker
   *     comes back
   */
  public ControllerOutput onReplicaDeleted(
      int replica, TopicPartition topicPartition, boolean deleted) {
    ControllerOutput output = new ControllerOutput();
    Set<StopReplica> open = deletions.get(topicPartition.topic());
    if (open != null && deleted) {
      open.remove(new StopReplica(replica, topicPartition, DELETED_EPOCH, true));
      finishDeletion(topicPartition.topic(), open, output);
    }
    return output;
  }

  /** A topic's znodes are gone, as was asked for. */
  public ControllerOutput onTopicDeleted(String name) {
    topics.remove(name);
    deletions.remove(name);
    deleteRequests.remove(name);
    ControllerOutput output = new ControllerOutput();
    output.delta().removeTopic(name);
    return output;
  }

  private void addTopics(Collection<TopicSnapshot> snapshots, ControllerOutput output) {
    for (TopicSnapshot snapshot : snapshots) {
      TopicEntry topic = new TopicEntry(snapshot.name(), snapshot.znode(), snapshot.version());
      if (topics.putIfAbsent(topic.name, topic) != null) {
        continue;
      }
      snapshot
          .states()
          .forEach(
              (number, found) -> {
                PartitionEntry partition = topic.partitions.get(number);
                if (partition != null) {
                  partition.state = found.state();
                  partition.version = found.version();
                }
              });
      begin(topic, output);
    }
  }

  /**
   * Make a topic run: all that its brokers are told carries its id, so one without waits until it
   * has got one.
   */
  private void begin(TopicEntry topic, ControllerOutput output) {
    if (topicIds && topic.id == null && !deleteRequests.contains(topic.name)) {
      giveId(topic, output);
      return;
    }
    boolean first = !topic.begun;
    topic.begun = true;
    settle(topic, partition -> true, output);
    if (first) {
      show(topic, output);
      tellArrived(topic, live.keySet(), output);
    }
  }

  private void onDeleteRequests(Collection<String> names, ControllerOutput output) {
    for (String name : names) {
      if (!deletionAllowed || !topics.containsKey(name)) {
        output.write(new ControllerWrite.DropDeleteRequest(name));
      } else if (deleteRequests.add(name)) {
        tryDelete(name, output);
      }
    }
  }

  /**
   * Begin to delete a topic, once no write of ours is on its way (it would recreate what we delete)
   * and every replica's broker is there to delete its log.
   */
  private void tryDelete(String name, ControllerOutput output) {
    TopicEntry topic = topics.get(name);
    if (topic == null
        || !deleteRequests.contains(name)
        || topic.deleting
        || topic.hasWriteOnItsWay()) {
      return;
    }
    for (PartitionEntry partition : topic.partitions.values()) {
      if (!live.keySet().containsAll(partition.assignment.replicas())) {
        return;
      }
    }
    topic.deleting = true;
    output.delta().removeTopic(name);
    stopAll(topic, false, output);
    Set<StopReplica> open = stopAll(topic, true, output);
    deletions.put(name, open);
    finishDeletion(name, open, output);
  }

  private static Set<StopReplica> stopAll(
      TopicEntry topic, boolean delete, ControllerOutput output) {
    Set<StopReplica> stops = new HashSet<>();
    for (PartitionEntry partition : topic.partitions.values()) {
      for (int replica : partition.assignment.replicas()) {
        StopReplica stop =
            new StopReplica(replica, partition.topicPartition, DELETED_EPOCH, delete);
        output.stop(stop);
        stops.add(stop);
      }
    }
    return stops;
  }

  private void finishDeletion(String name, Set<StopReplica> open, ControllerOutput output) {
    TopicEntry topic = topics.get(name);
    if (open.isEmpty() && topic != null && deletions.remove(name) != null) {
      output.write(new ControllerWrite.DeleteTopic(name, Set.copyOf(topic.partitions.keySet())));
    }
  }

  /** A topic that an old tool or broker made has no id: give it one (KIP-516). */
  private void giveId(TopicEntry topic, ControllerOutput output) {
    if (!topic.writing) {
      topic.wantedId = newTopicId.get();
      writeTopic(topic, output);
    }
  }

  private static void writeTopic(TopicEntry topic, ControllerOutput output) {
    topic.writing = true;
    output.write(new ControllerWrite.SetTopic(topic.name, topic.znode(), topic.version));
  }

  private void settleReplicasOf(Set<Integer> brokers, ControllerOutput output) {
    if (brokers.isEmpty()) {
      return;
    }
    for (TopicEntry topic : topics.values()) {
      settle(
          topic,
          partition -> partition.assignment.replicas().stream().anyMatch(brokers::contains),
          output);
    }
  }

  private void settleAgain(TopicPartition topicPartition, ControllerOutput output) {
    TopicEntry topic = topics.get(topicPartition.topic());
    if (topic != null) {
      settle(topic, partition -> partition.topicPartition.equals(topicPartition), output);
      tryDelete(topic.name, output);
    }
  }

  /** Compare partitions with what the rules make of them; ask for a write where they differ. */
  private void settle(TopicEntry topic, Predicate<PartitionEntry> which, ControllerOutput output) {
    if (topic.deleting || deleteRequests.contains(topic.name) || !topic.begun) {
      return;
    }
    IntPredicate alive = live::containsKey;
    Map<Integer, PartitionStateZnode> firstStates = new TreeMap<>();
    for (var entry : topic.partitions.entrySet()) {
      PartitionEntry partition = entry.getValue();
      if (partition.wanted != null || !which.test(partition)) {
        continue;
      }
      List<Integer> replicas = partition.assignment.replicas();
      PartitionStateZnode state = partition.state;
      if (state == null) {
        partition.wanted = LeaderElection.first(replicas, alive, epoch);
        if (partition.wanted != null) {
          firstStates.put(entry.getKey(), partition.wanted);
        }
        continue;
      }
      PartitionStateZnode repaired =
          LeaderElection.repair(state, replicas, alive, uncleanAllowed.test(topic.name), epoch);
      if (!repaired.equals(state)) {
        partition.wanted = repaired;
        output.write(
            new ControllerWrite.SetState(partition.topicPartition, repaired, partition.version));
      }
    }
    if (!firstStates.isEmpty()) {
      output.write(new ControllerWrite.CreateStates(topic.name, firstStates));
    }
  }

  /** A state stands in ZooKeeper: tell its replicas and everyone else, then look again. */
  private void takeUp(
      PartitionEntry partition, PartitionStateZnode state, int version, ControllerOutput output) {
    boolean isNew = partition.state == null;
    partition.state = state;
    partition.version = version;
    partition.wanted = null;
    TopicEntry topic = topics.get(partition.topicPartition.topic());
    if (topic == null) {
      return;
    }
    for (int replica : partition.assignment.replicas()) {
      if (live.containsKey(replica)) {
        output.decide(replica, decision(topic, partition, state, isNew));
      }
    }
    show(topic, output);
    settleAgain(partition.topicPartition, output);
  }

  /** A broker that has just come must hear of all its partitions that stand as they are. */
  private void tellArrived(TopicEntry topic, Set<Integer> arrived, ControllerOutput output) {
    for (PartitionEntry partition : topic.partitions.values()) {
      PartitionStateZnode state = partition.state;
      if (state == null || partition.wanted != null || topic.deleting) {
        continue;
      }
      for (int replica : partition.assignment.replicas()) {
        if (topic.begun && arrived.contains(replica)) {
          output.decide(replica, decision(topic, partition, state, false));
        }
      }
    }
  }

  private static PartitionDecision decision(
      TopicEntry topic, PartitionEntry partition, PartitionStateZnode state, boolean isNew) {
    return new PartitionDecision(
        partition.topicPartition,
        topic.idOrZero(),
        state,
        partition.version,
        partition.assignment.replicas(),
        isNew);
  }

  private void show(TopicEntry topic, ControllerOutput output) {
    if (topic.hasLed() && !topic.deleting) {
      output.delta().putTopic(topic.image());
    }
  }

  private @Nullable PartitionEntry find(TopicPartition topicPartition) {
    TopicEntry topic = topics.get(topicPartition.topic());
    return topic == null ? null : topic.partitions.get(topicPartition.partition());
  }
}
