package io.castellan.server.kafka.group;

import io.castellan.server.kafka.TopicPartition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Offsets to commit in a group's name.
 *
 * @param memberId empty for a committer that is no member
 * @param generation negative for a committer that is no member
 */
public record CommitRequest(
    String memberId, @Nullable String instanceId, int generation, List<Offset> offsets) {

  /** One partition's. */
  public record Offset(TopicPartition partition, CommittedOffset committed) {}
}
