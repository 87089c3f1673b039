package io.castellan.server.kafka.cluster;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.znodes.PartitionStateZnode;
import io.castellan.server.kafka.znodes.TopicZnode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A topic as the controller knows it. Owned by the controller. */
final class TopicEntry {
  final String name;
  final SortedMap<Integer, PartitionEntry> partitions = new TreeMap<>();
  @Nullable Uuid id;

  /** The id that is being written. */
  @Nullable Uuid wantedId;

  /** Data version of the topic's znode. */
  int version;

  /** It has its id, or needs none: its brokers are told of it. */
  boolean begun;

  /** A write of the topic's znode is on its way. */
  boolean writing;

  /** The topic is gone for clients, and its replicas are being deleted. */
  boolean deleting;

  /** One partition. */
  static final class PartitionEntry {
    final TopicPartition topicPartition;
    TopicZnode.Assignment assignment;

    /** What stands in ZooKeeper; null when no state was written yet. */
    @Nullable PartitionStateZnode state;

    /** Data version of the state's znode. */
    int version;

    /** What is being written; null when no write is on its way. */
    @Nullable PartitionStateZnode wanted;

    PartitionEntry(TopicPartition topicPartition, TopicZnode.Assignment assignment) {
      this.topicPartition = topicPartition;
      this.assignment = assignment;
    }
  }

  TopicEntry(String name, TopicZnode znode, int version) {
    this.name = name;
    this.id = znode.topicId();
    this.version = version;
    addPartitions(znode);
  }

  /** Take up partitions that are not known yet. */
  void addPartitions(TopicZnode znode) {
    znode
        .partitions()
        .forEach(
            (number, assignment) ->
                partitions.computeIfAbsent(
                    number, n -> new PartitionEntry(new TopicPartition(name, n), assignment)));
  }

  Uuid idOrZero() {
    return id == null ? Uuid.ZERO : id;
  }

  boolean hasWriteOnItsWay() {
    return writing || partitions.values().stream().anyMatch(partition -> partition.wanted != null);
  }

  /** What the topic's znode should hold. */
  TopicZnode znode() {
    SortedMap<Integer, TopicZnode.Assignment> assigned = new TreeMap<>();
    partitions.forEach((number, partition) -> assigned.put(number, partition.assignment));
    return new TopicZnode(assigned, id == null ? wantedId : id);
  }

  /** Whether any partition has had a leader. */
  boolean hasLed() {
    return partitions.values().stream().anyMatch(partition -> partition.state != null);
  }

  /**
   * What clients are told: all partitions, also those that have had no leader yet. Which partition
   * a key or a group belongs to must not change while those of a new topic come up one by one.
   */
  TopicImage image() {
    List<PartitionImage> images = new ArrayList<>(partitions.size());
    partitions.forEach(
        (number, partition) -> {
          PartitionStateZnode state = partition.state;
          images.add(
              new PartitionImage(
                  number,
                  state == null ? PartitionImage.NO_LEADER : state.leader(),
                  state == null ? -1 : state.leaderEpoch(),
                  partition.assignment.replicas(),
                  state == null ? List.of() : state.isr(),
                  partition.version));
        });
    return new TopicImage(name, idOrZero(), images);
  }
}
