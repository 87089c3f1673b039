package io.castellan.server.kafka;

/**
 * One partition of one topic, by name.
 *
 * @param topic the topic's name
 * @param partition the partition's number, from 0
 */
public record TopicPartition(String topic, int partition) implements Comparable<TopicPartition> {

  /** Orders by topic, then by number. */
  @Override
  public int compareTo(TopicPartition other) {
    int byTopic = topic.compareTo(other.topic);
    return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
  }

  /** {@code topic-3}: the name of the partition's directory on disk. */
  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
