package io.castellan.server.kafka.cluster;

import io.castellan.server.kafka.znodes.PartitionStateZnode;
import io.castellan.server.kafka.znodes.TopicZnode;
import java.util.Map;

/**
 * A topic as it was read from ZooKeeper.
 *
 * @param name its name
 * @param znode its assignment
 * @param version data version of the assignment's znode
 * @param states what was found of its partitions' states, by partition
 */
public record TopicSnapshot(
    String name, TopicZnode znode, int version, Map<Integer, VersionedState> states) {

  /**
   * A partition's state as it was read.
   *
   * @param state the contents
   * @param version the znode's data version: the partition epoch
   */
  public record VersionedState(PartitionStateZnode state, int version) {}
}
