package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import io.castellan.kafka.protocol.schema.Tag;
import io.castellan.kafka.protocol.schema.Until;
import io.castellan.kafka.protocol.schema.Versions;

/**
 * How far a group got in a partition, as {@code __consumer_offsets} keeps it. The int16 version
 * stands before each half and is not part of it.
 */
public final class OffsetCommitRecord {
  private OffsetCommitRecord() {}

  /** The record's key; both versions are alike. */
  @Versions(last = 1)
  public record Key(String group, String topic, int partition) {}

  /**
   * The record's value.
   *
   * @param offset the next one to read
   * @param leaderEpoch of the last record read; -1 unknown
   * @param metadata the committer's note
   * @param commitTimestamp milliseconds
   * @param expireTimestamp milliseconds; -1 for the usual retention
   * @param topicId of the topic, where it is known (4.x)
   */
  @Versions(last = 4, flexibleSince = 4)
  public record Value(
      long offset,
      @Since(3) @Ignorable @Default("-1") int leaderEpoch,
      String metadata,
      long commitTimestamp,
      @Since(1) @Until(2) @Ignorable @Default("-1") long expireTimestamp,
      @Since(4) @Tag(0) @Ignorable Uuid topicId) {}
}
