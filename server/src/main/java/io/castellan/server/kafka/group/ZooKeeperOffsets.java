package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.TopicPartition;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Offsets of consumers of 0.8, which are kept in ZooKeeper. Any thread may call; callbacks run on a
 * lane and must not block.
 */
public interface ZooKeeperOffsets {

  /**
   * Keep how far a group got.
   *
   * @param done told {@code NONE} once ZooKeeper has it, or why not
   */
  void commit(String group, TopicPartition partition, long offset, Consumer<ErrorCode> done);

  /**
   * Find out how far a group got.
   *
   * @param done told {@code NONE} and the offset, -1 if there is none, or why it is not known
   */
  void fetch(String group, TopicPartition partition, BiConsumer<ErrorCode, Long> done);
}
