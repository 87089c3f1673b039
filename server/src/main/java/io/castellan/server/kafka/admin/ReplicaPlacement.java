package io.castellan.server.kafka.admin;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.cluster.BrokerImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Spreads replicas over brokers: first replicas go round the brokers, and each further replica goes
 * to the broker at a distance that grows with every round, so that what one broker leads is
 * followed by all others in turn. When every broker names its rack, the brokers are ordered so that
 * neighbours stand in different racks, and a replica goes to a rack that has none yet while there
 * is one (KIP-36).
 */
public final class ReplicaPlacement {
  /**
   * The most partitions that are placed at once. More than a topic's znode can name within
   * ZooKeeper's limit of 1 MiB (jute.maxbuffer), so nothing that could succeed is refused; without
   * it, one request of a few bytes would fill the memory.
   */
  static final int MAX_PARTITIONS = 100_000;

  private final List<BrokerImage> ring;
  private final int start;
  private int distance;

  private ReplicaPlacement(List<BrokerImage> ring, int start, int distance) {
    this.ring = ring;
    this.start = start;
    this.distance = distance;
  }

  /**
   * Place the replicas of new partitions.
   *
   * @param brokers the live brokers
   * @param firstPartition number of the first new partition
   * @param count how many
   * @param replicationFactor replicas of each
   * @param start where in the ring the first replica of partition 0 stands; any number, at random
   *     for a new topic
   * @param distance how far the second replica of partition 0 stands from the first, likewise
   * @return broker ids by partition
   */
  public static SortedMap<Integer, List<Integer>> place(
      Collection<BrokerImage> brokers,
      int firstPartition,
      int count,
      int replicationFactor,
      int start,
      int distance)
      throws RefusedException {
    if (count <= 0) {
      throw new RefusedException(
          ErrorCode.INVALID_PARTITIONS, "Number of partitions must be larger than 0.");
    }
    checkCount(count);
    if (replicationFactor <= 0) {
      throw new RefusedException(
          ErrorCode.INVALID_REPLICATION_FACTOR, "Replication factor must be larger than 0.");
    }
    if (replicationFactor > brokers.size()) {
      throw new RefusedException(
          ErrorCode.INVALID_REPLICATION_FACTOR,
          "Replication factor: "
              + replicationFactor
              + " larger than available brokers: "
              + brokers.size()
              + ".");
    }
    return new ReplicaPlacement(ring(brokers), start, distance)
        .place(firstPartition, count, replicationFactor);
  }

  /**
   * Refuse more partitions than one request may bring.
   *
   * @param count how many it has brought so far
   */
  public static void checkCount(int count) throws RefusedException {
    if (count > MAX_PARTITIONS) {
      throw new RefusedException(
          ErrorCode.INVALID_PARTITIONS,
          "Number of partitions: " + count + " (expected: <= " + MAX_PARTITIONS + ").");
    }
  }

  private SortedMap<Integer, List<Integer>> place(int firstPartition, int count, int factor) {
    SortedMap<Integer, List<Integer>> placed = new TreeMap<>();
    for (int partition = firstPartition; partition < firstPartition + count; partition++) {
      if (partition > 0 && partition % ring.size() == 0) {
        distance++;
      }
      placed.put(partition, replicas(Math.floorMod(partition + (long) start, ring.size()), factor));
    }
    return placed;
  }

  private List<Integer> replicas(int first, int factor) {
    List<Integer> replicas = new ArrayList<>(factor);
    Set<String> racks = new HashSet<>();
    List<BrokerImage> passedOver = new ArrayList<>();
    take(ring.get(first), replicas, racks);
    for (int i = 0; i < ring.size() - 1 && replicas.size() < factor; i++) {
      int step = 1 + Math.floorMod((long) distance + i, ring.size() - 1);
      BrokerImage next = ring.get((first + step) % ring.size());
      if (next.rack() != null && racks.contains(next.rack())) {
        passedOver.add(next);
      } else {
        take(next, replicas, racks);
      }
    }
    for (int i = 0; replicas.size() < factor; i++) {
      replicas.add(passedOver.get(i).id());
    }
    return replicas;
  }

  private static void take(BrokerImage broker, List<Integer> replicas, Set<String> racks) {
    replicas.add(broker.id());
    if (broker.rack() != null) {
      racks.add(broker.rack());
    }
  }

  /** By id; rack by rack in turn when every broker has one, and as if none had otherwise. */
  private static List<BrokerImage> ring(Collection<BrokerImage> brokers) {
    List<BrokerImage> byId =
        brokers.stream().sorted(Comparator.comparingInt(BrokerImage::id)).toList();
    Map<String, Deque<BrokerImage>> racks = new TreeMap<>();
    for (BrokerImage broker : byId) {
      String rack = broker.rack();
      if (rack == null) {
        return byId.stream()
            .map(b -> new BrokerImage(b.id(), b.epoch(), b.endpoints(), null))
            .toList();
      }
      racks.computeIfAbsent(rack, r -> new ArrayDeque<>()).add(broker);
    }
    List<BrokerImage> ring = new ArrayList<>(byId.size());
    while (ring.size() < byId.size()) {
      for (Deque<BrokerImage> rack : racks.values()) {
        BrokerImage next = rack.poll();
        if (next != null) {
          ring.add(next);
        }
      }
    }
    return ring;
  }
}
