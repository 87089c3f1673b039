package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.NullableSince;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Versions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What consumers of a classic group tell each other through JoinGroup and SyncGroup, whose
 * coordinator only carries it. The int16 version stands before each message and is not part of it;
 * a version later than the last one here starts with the same fields, and bytes follow that are
 * unknown (KIP-429).
 */
public final class ConsumerProtocol {
  private ConsumerProtocol() {}

  /**
   * What a member wants to read.
   *
   * @param userData the assignor's own; null for none
   * @param ownedPartitions what the member still reads, for a cooperative rebalance (KIP-429)
   * @param generationId in which it got them; -1 unknown (KIP-792)
   * @param rackId where it runs; null unknown (KIP-881)
   */
  @Versions(last = 3)
  public record Subscription(
      List<String> topics,
      @Default("null") @Nullable Bytes userData,
      @Since(1) @Ignorable List<TopicPartitions> ownedPartitions,
      @Since(2) @Ignorable @Default("-1") int generationId,
      @Since(3) @NullableSince(3) @Ignorable @Default("null") @Nullable String rackId) {}

  /**
   * What a member's leader gave it to read.
   *
   * @param userData the assignor's own; null for none
   */
  @Versions(last = 3)
  public record Assignment(
      List<TopicPartitions> assignedPartitions, @Default("null") @Nullable Bytes userData) {}

  /** Partitions of one topic. */
  public record TopicPartitions(String topic, List<Integer> partitions) {}
}
