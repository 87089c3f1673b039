package io.castellan.server.kafka.cluster;

import io.castellan.kafka.protocol.Uuid;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a broker knows of its cluster at one moment. Immutable and shared: event loops take one
 * image and answer a whole request from it.
 */
public final class ClusterImage {
  private final String clusterId;
  private final int controllerId;
  private final SortedMap<Integer, BrokerImage> brokers;
  private final Map<String, TopicImage> topics;
  private final Map<Uuid, String> topicNames;
  private final Map<String, Map<String, String>> topicConfigs;
  private final Map<String, Map<String, String>> brokerConfigs;

  private ClusterImage(
      String clusterId,
      int controllerId,
      SortedMap<Integer, BrokerImage> brokers,
      Map<String, TopicImage> topics,
      Map<Uuid, String> topicNames,
      Map<String, Map<String, String>> topicConfigs,
      Map<String, Map<String, String>> brokerConfigs) {
    this.clusterId = clusterId;
    this.controllerId = controllerId;
    this.brokers = brokers;
    this.topics = topics;
    this.topicNames = topicNames;
    this.topicConfigs = topicConfigs;
    this.brokerConfigs = brokerConfigs;
  }

  /** A cluster of which nothing is known but its id. */
  public static ClusterImage empty(String clusterId) {
    return new ClusterImage(
        clusterId,
        PartitionImage.NO_LEADER,
        Collections.emptySortedMap(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of());
  }

  /** The cluster's id. */
  public String clusterId() {
    return clusterId;
  }

  /** The controller's broker id, or -1. */
  public int controllerId() {
    return controllerId;
  }

  /** The live brokers by id. */
  public SortedMap<Integer, BrokerImage> brokers() {
    return brokers;
  }

  /** A live broker; null when there is none of this id. */
  public @Nullable BrokerImage broker(int id) {
    return brokers.get(id);
  }

  /** All topics by name, in no order. */
  public Map<String, TopicImage> topics() {
    return topics;
  }

  /** A topic; null when it is not known. */
  public @Nullable TopicImage topic(String name) {
    return topics.get(name);
  }

  /** A topic; null when it is not known. */
  public @Nullable TopicImage topic(Uuid id) {
    String name = topicNames.get(id);
    return name == null ? null : topics.get(name);
  }

  /** A partition; null when it is not known. */
  public @Nullable PartitionImage partition(String topic, int partition) {
    TopicImage known = topics.get(topic);
    return known == null ? null : known.partition(partition);
  }

  /** A topic's own settings; empty when it has none. */
  public Map<String, String> topicConfig(String topic) {
    return topicConfigs.getOrDefault(topic, Map.of());
  }

  /**
   * A broker's dynamic settings; empty when it has none.
   *
   * @param brokerId its id, or {@code <default>} for what holds for all of them
   */
  public Map<String, String> brokerConfig(String brokerId) {
    return brokerConfigs.getOrDefault(brokerId, Map.of());
  }

  /** The image after a change. */
  public ClusterImage apply(ClusterDelta delta) {
    Map<String, TopicImage> newTopics = topics;
    Map<Uuid, String> newTopicNames = topicNames;
    if (!delta.topics().isEmpty() || !delta.removedTopics().isEmpty()) {
      newTopics = new HashMap<>(topics);
      newTopicNames = new HashMap<>(topicNames);
      for (String removed : delta.removedTopics()) {
        forgetId(newTopicNames, newTopics.remove(removed));
      }
      for (TopicImage topic : delta.topics().values()) {
        forgetId(newTopicNames, newTopics.put(topic.name(), topic));
        if (!topic.id().isZero()) {
          newTopicNames.put(topic.id(), topic.name());
        }
      }
    }
    SortedMap<Integer, BrokerImage> newBrokers = delta.brokers();
    Integer newController = delta.controllerId();
    return new ClusterImage(
        clusterId,
        newController == null ? controllerId : newController,
        newBrokers == null ? brokers : Collections.unmodifiableSortedMap(new TreeMap<>(newBrokers)),
        newTopics,
        newTopicNames,
        merge(topicConfigs, delta.topicConfigs()),
        merge(brokerConfigs, delta.brokerConfigs()));
  }

  private static void forgetId(Map<Uuid, String> names, @Nullable TopicImage before) {
    if (before != null) {
      names.remove(before.id());
    }
  }

  /** An entity without settings is left out. */
  private static Map<String, Map<String, String>> merge(
      Map<String, Map<String, String>> before, Map<String, Map<String, String>> changes) {
    if (changes.isEmpty()) {
      return before;
    }
    Map<String, Map<String, String>> merged = new HashMap<>(before);
    changes.forEach(
        (entity, config) -> {
          if (config.isEmpty()) {
            merged.remove(entity);
          } else {
            merged.put(entity, Map.copyOf(config));
          }
        });
    return merged;
  }
}
