package io.castellan.server.kafka.cluster;

import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.znodes.PartitionStateZnode;
import io.castellan.server.kafka.znodes.TopicZnode;
import java.util.Map;
import java.util.Set;

/**
 * Something that the controller wants written into ZooKeeper, under the check of its epoch. The
 * controller is told of every outcome but where it says otherwise.
 */
public sealed interface ControllerWrite {

  /**
   * Replace a topic's assignment. Answered by {@link Controller#onTopicWritten}.
   *
   * @param version the data version that the topic's znode must have
   */
  record SetTopic(String topic, TopicZnode znode, int version) implements ControllerWrite {}

  /**
   * Create the states of new partitions. Each is answered by {@link Controller#onStateWritten} or
   * {@link Controller#onStateConflict}.
   *
   * @param states by partition
   */
  record CreateStates(String topic, Map<Integer, PartitionStateZnode> states)
      implements ControllerWrite {}

  /**
   * Replace a partition's state. Answered as {@link CreateStates}.
   *
   * @param version the data version that the state's znode must have
   */
  record SetState(TopicPartition topicPartition, PartitionStateZnode state, int version)
      implements ControllerWrite {}

  /**
   * Delete a topic: first its assignment and states, then its settings, then the wish to delete it.
   * Answered by {@link Controller#onTopicDeleted}.
   *
   * @param partitions the partitions that may have znodes
   */
  record DeleteTopic(String topic, Set<Integer> partitions) implements ControllerWrite {}

  /** Take back the wish to delete a topic. Not answered. */
  record DropDeleteRequest(String topic) implements ControllerWrite {}
}
