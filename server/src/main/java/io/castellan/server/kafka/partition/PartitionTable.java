package io.castellan.server.kafka.partition;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.TopicPartition;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that this broker serves, by topic name and by topic id. Any thread reads and
 * changes it; {@link Partitions} alone does the latter.
 */
public final class PartitionTable {
  private final ConcurrentHashMap<String, ConcurrentHashMap<Integer, PartitionProxy>> topics =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Uuid, String> topicNames = new ConcurrentHashMap<>();

  /** A hosted partition; null when this broker does not host it. */
  public @Nullable PartitionProxy find(String topic, int partition) {
    ConcurrentHashMap<Integer, PartitionProxy> partitions = topics.get(topic);
    return partitions == null ? null : partitions.get(partition);
  }

  /** A hosted partition; null when this broker does not host it. */
  public @Nullable PartitionProxy find(TopicPartition topicPartition) {
    return find(topicPartition.topic(), topicPartition.partition());
  }

  /** The name of a topic that this broker hosts partitions of; null when it hosts none. */
  public @Nullable String topicName(Uuid topicId) {
    return topicNames.get(topicId);
  }

  /** The hosted partitions of a topic, in no order; empty when there are none. */
  public Collection<PartitionProxy> ofTopic(String topic) {
    ConcurrentHashMap<Integer, PartitionProxy> partitions = topics.get(topic);
    return partitions == null ? List.of() : partitions.values();
  }

  /** All hosted partitions, in no order. */
  public Stream<PartitionProxy> all() {
    return topics.values().stream().flatMap(partitions -> partitions.values().stream());
  }

  void put(PartitionProxy partition, Uuid topicId) {
    TopicPartition key = partition.topicPartition();
    topics.compute(
        key.topic(),
        (topic, known) -> {
          ConcurrentHashMap<Integer, PartitionProxy> partitions =
              known == null ? new ConcurrentHashMap<>() : known;
          partitions.put(key.partition(), partition);
          if (!topicId.isZero()) {
            topicNames.put(topicId, topic);
          }
          return partitions;
        });
  }

  void remove(TopicPartition key) {
    topics.computeIfPresent(
        key.topic(),
        (topic, partitions) -> {
          partitions.remove(key.partition());
          if (!partitions.isEmpty()) {
            return partitions;
          }
          topicNames.values().removeIf(topic::equals);
          return null;
        });
  }
}
