package io.castellan.server.kafka.group;

/** Where groups live: which partition of {@code __consumer_offsets} a group belongs to. */
public final class OffsetsTopic {
  /** The topic that groups and their offsets are kept in. */
  public static final String NAME = "__consumer_offsets";

  private OffsetsTopic() {}

  /**
   * The partition of a group: the same on every broker of any make.
   *
   * @param partitionCount how many partitions the topic has
   */
  public static int partitionOf(String groupId, int partitionCount) {
    return (groupId.hashCode() & Integer.MAX_VALUE) % partitionCount;
  }
}
