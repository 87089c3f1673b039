package io.castellan.server.kafka.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What changes from one {@link ClusterImage} to the next; what is not mentioned stays. Filled by
 * one owner, then only read.
 */
public final class ClusterDelta {
  private final Map<String, TopicImage> topics = new HashMap<>();
  private final Set<String> removedTopics = new HashSet<>();
  private final Map<String, Map<String, String>> topicConfigs = new HashMap<>();
  private final Map<String, Map<String, String>> brokerConfigs = new HashMap<>();
  private @Nullable SortedMap<Integer, BrokerImage> brokers;
  private @Nullable Integer controllerId;

  /** All live brokers, in place of those before. */
  public void setBrokers(Map<Integer, BrokerImage> live) {
    brokers = new TreeMap<>(live);
  }

  /** The controller; -1 for none. */
  public void setController(int brokerId) {
    controllerId = brokerId;
  }

  /** A new topic, or one whose partitions have changed. */
  public void putTopic(TopicImage topic) {
    removedTopics.remove(topic.name());
    topics.put(topic.name(), topic);
  }

  /** A topic that is gone. */
  public void removeTopic(String topic) {
    topics.remove(topic);
    removedTopics.add(topic);
  }

  /** A topic's settings, all of them. */
  public void putTopicConfig(String topic, Map<String, String> config) {
    topicConfigs.put(topic, config);
  }

  /** A broker's settings, all of them; {@code <default>} stands for all brokers. */
  public void putBrokerConfig(String brokerId, Map<String, String> config) {
    brokerConfigs.put(brokerId, config);
  }

  /** Take up a later change. */
  public void add(ClusterDelta later) {
    later.removedTopics.forEach(this::removeTopic);
    later.topics.values().forEach(this::putTopic);
    topicConfigs.putAll(later.topicConfigs);
    brokerConfigs.putAll(later.brokerConfigs);
    if (later.brokers != null) {
      brokers = later.brokers;
    }
    if (later.controllerId != null) {
      controllerId = later.controllerId;
    }
  }

  /** Whether nothing changes. */
  public boolean isEmpty() {
    return topics.isEmpty()
        && removedTopics.isEmpty()
        && topicConfigs.isEmpty()
        && brokerConfigs.isEmpty()
        && brokers == null
        && controllerId == null;
  }

  Map<String, TopicImage> topics() {
    return topics;
  }

  Set<String> removedTopics() {
    return removedTopics;
  }

  Map<String, Map<String, String>> topicConfigs() {
    return topicConfigs;
  }

  Map<String, Map<String, String>> brokerConfigs() {
    return brokerConfigs;
  }

  @Nullable SortedMap<Integer, BrokerImage> brokers() {
    return brokers;
  }

  @Nullable Integer controllerId() {
    return controllerId;
  }
}
