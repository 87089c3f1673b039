package io.castellan.server.kafka.partition;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.TopicPartition;
import java.util.List;
import java.util.Map;

/**
 * What the controller decided about one partition, as it tells the brokers that hold it.
 *
 * @param topicPartition which partition
 * @param topicId the topic's id; {@link Uuid#ZERO} for a topic without one
 * @param leader the leading broker's id; -1 when there is none
 * @param leaderEpoch grows with every change of leader or ISR that the controller makes
 * @param isr ids of the replicas in sync
 * @param replicas ids of all replicas, in order of preference
 * @param partitionEpoch version of the partition's state znode: the condition of the leader's next
 *     change of the ISR
 * @param isNew whether the partition was just created, so that its log may be created even while a
 *     log directory is offline
 * @param topicConfig the topic's own settings as they stand in its config znode; what is absent has
 *     the broker's default
 */
public record LeaderAndIsr(
    TopicPartition topicPartition,
    Uuid topicId,
    int leader,
    int leaderEpoch,
    List<Integer> isr,
    List<Integer> replicas,
    int partitionEpoch,
    boolean isNew,
    Map<String, String> topicConfig) {

  /** Copies the collections. */
  public LeaderAndIsr {
    isr = List.copyOf(isr);
    replicas = List.copyOf(replicas);
    topicConfig = Map.copyOf(topicConfig);
  }
}
