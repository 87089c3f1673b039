package io.castellan.server.kafka.admin;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.cluster.PartitionImage;
import io.castellan.server.kafka.cluster.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Partitions that may be added to a topic. */
public final class NewPartitions {
  private NewPartitions() {}

  /**
   * Judge a wish.
   *
   * @param count how many partitions the topic is to have
   * @param assignments broker ids of each new one; null to let the broker choose
   * @return broker ids by new partition
   */
  public static SortedMap<Integer, List<Integer>> of(
      String topic, int count, @Nullable List<List<Integer>> assignments, ClusterImage image)
      throws RefusedException {
    TopicImage existing = image.topic(topic);
    if (existing == null) {
      throw new RefusedException(
          ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "The topic '" + topic + "' does not exist.");
    }
    int before = existing.partitions().size();
    if (count < before) {
      throw new RefusedException(
          ErrorCode.INVALID_PARTITIONS,
          "Topic currently has "
              + before
              + " partitions, which is higher than the requested "
              + count
              + ".");
    }
    if (count == before) {
      throw new RefusedException(
          ErrorCode.INVALID_PARTITIONS, "Topic already has " + before + " partitions.");
    }
    List<Integer> first = existing.partitions().get(0).replicas();
    return assignments == null
        ? placed(existing, count, first, image)
        : byHand(before, count - before, first.size(), assignments, image);
  }

  /** Whether every one of these partitions has a leader. */
  public static boolean areLed(ClusterImage image, String topic, Iterable<Integer> partitions) {
    for (int partition : partitions) {
      PartitionImage known = image.partition(topic, partition);
      if (known == null || known.leader() == PartitionImage.NO_LEADER) {
        return false;
      }
    }
    return true;
  }

  /** Goes on from where the first partition stands, so that a topic's brokers stay balanced. */
  private static SortedMap<Integer, List<Integer>> placed(
      TopicImage existing, int count, List<Integer> first, ClusterImage image)
      throws RefusedException {
    List<Integer> ids = new ArrayList<>(image.brokers().keySet());
    int start = 0;
    while (start < ids.size() - 1 && ids.get(start) < first.get(0)) {
      start++;
    }
    int before = existing.partitions().size();
    return ReplicaPlacement.place(
        image.brokers().values(), before, count - before, first.size(), start, start);
  }

  private static SortedMap<Integer, List<Integer>> byHand(
      int before,
      int added,
      int replicationFactor,
      List<List<Integer>> assignments,
      ClusterImage image)
      throws RefusedException {
    TreeSet<Integer> unknown = new TreeSet<>();
    assignments.forEach(unknown::addAll);
    unknown.removeAll(image.brokers().keySet());
    if (!unknown.isEmpty()) {
      throw refused("Unknown broker(s) in replica assignment: " + joined(unknown) + ".");
    }
    if (assignments.size() != added) {
      throw refused(
          "Increasing the number of partitions by "
              + added
              + " but "
              + assignments.size()
              + " assignments provided.");
    }
    SortedMap<Integer, List<Integer>> placed = new TreeMap<>();
    for (int i = 0; i < added; i++) {
      List<Integer> replicas = assignments.get(i);
      int partition = before + i;
      if (replicas.isEmpty()) {
        throw refused("Cannot have replication factor of 0 for partition id " + partition + ".");
      }
      if (replicas.stream().distinct().count() != replicas.size()) {
        throw refused(
            "Duplicate brokers not allowed in replica assignment: "
                + joined(replicas)
                + " for partition id "
                + partition
                + ".");
      }
      placed.put(partition, replicas);
    }
    checkFactor(placed, replicationFactor);
    return placed;
  }

  private static void checkFactor(SortedMap<Integer, List<Integer>> placed, int replicationFactor)
      throws RefusedException {
    List<Integer> partitions = new ArrayList<>();
    List<Integer> factors = new ArrayList<>();
    placed.forEach(
        (partition, replicas) -> {
          if (replicas.size() != replicationFactor) {
            partitions.add(partition);
            factors.add(replicas.size());
          }
        });
    if (!partitions.isEmpty()) {
      throw refused(
          "Inconsistent replication factor between partitions, partition 0 has "
              + replicationFactor
              + " while partitions ["
              + joined(partitions)
              + "] have replication factors ["
              + joined(factors)
              + "], respectively.");
    }
  }

  private static RefusedException refused(String message) {
    return new RefusedException(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
  }

  private static String joined(Iterable<Integer> ids) {
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      text.append(text.isEmpty() ? "" : ", ").append(id);
    }
    return text.toString();
  }
}
