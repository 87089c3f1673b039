package io.castellan.server.kafka.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers, for one answer, who leads the partitions that are not led here, and where those brokers
 * are reached, so that clients need not ask for metadata first (KIP-951).
 */
final class LeaderHints {

  /** Makes an answer's own record of a broker's address. */
  interface EndpointOf<T> {
    T of(int id, String host, int port, @Nullable String rack);
  }

  private final PartitionLookup partitions;
  private final String listenerName;
  private final boolean wanted;
  private final Map<Integer, ClusterLookup.Leader> leaders = new TreeMap<>();

  /**
   * @param listenerName the one through which the client came
   * @param wanted whether the answer's version has room for hints
   */
  LeaderHints(PartitionLookup partitions, String listenerName, boolean wanted) {
    this.partitions = partitions;
    this.listenerName = listenerName;
    this.wanted = wanted;
  }

  /** Who leads a partition; null when that is not known, or the version has no room for it. */
  ClusterLookup.@Nullable Leader leader(String topic, int partition) {
    ClusterLookup.Leader leader = wanted ? partitions.leader(topic, partition, listenerName) : null;
    if (leader != null) {
      leaders.put(leader.id(), leader);
    }
    return leader;
  }

  /** The brokers that were named, each once. */
  <T> List<T> endpoints(EndpointOf<T> maker) {
    if (leaders.isEmpty()) {
      return List.of();
    }
    List<T> endpoints = new ArrayList<>(leaders.size());
    for (ClusterLookup.Leader leader : leaders.values()) {
      if (leader.host() != null) {
        endpoints.add(maker.of(leader.id(), leader.host(), leader.port(), leader.rack()));
      }
    }
    return endpoints;
  }
}
