package io.castellan.server.kafka.group;

import io.castellan.server.kafka.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A group and its offsets. Owned by its shard. */
final class GroupEntry {
  final ClassicGroup group;
  final Map<TopicPartition, CommittedOffset> offsets = new HashMap<>();

  /** For when the shard's alarm clock has it; {@link Long#MAX_VALUE} while it has not. */
  long alarmMs = Long.MAX_VALUE;

  GroupEntry(ClassicGroup group) {
    this.group = group;
  }

  /**
   * The offsets that are past their retention (KIP-211): of an empty group since it became empty,
   * of topics that a stable group of consumers does not read any more and of a group without
   * members since the commit, and of any group when the committer itself set the end.
   */
  List<TopicPartition> expiredOffsets(long retentionMs, long nowMs) {
    boolean memberless = group.protocolType().isEmpty();
    boolean empty = group.state() == GroupState.EMPTY;
    Set<String> subscribed =
        group.state() == GroupState.STABLE ? Subscriptions.topicsOf(group.describe()) : null;
    List<TopicPartition> expired = new ArrayList<>();
    offsets.forEach(
        (partition, committed) -> {
          long sinceMs = sinceMs(partition, committed, memberless, empty, subscribed);
          boolean over =
              committed.expireTimeMs() >= 0
                  ? sinceMs >= 0 && nowMs >= committed.expireTimeMs()
                  : sinceMs >= 0 && nowMs - sinceMs >= retentionMs;
          if (over) {
            expired.add(partition);
          }
        });
    return expired;
  }

  /** From when on the retention counts; -1 while the offset is in use. */
  private long sinceMs(
      TopicPartition partition,
      CommittedOffset committed,
      boolean memberless,
      boolean empty,
      @Nullable Set<String> subscribed) {
    if (memberless) {
      return committed.commitTimeMs();
    }
    if (empty) {
      return Math.max(group.stateSinceMs(), committed.commitTimeMs());
    }
    return subscribed != null && !subscribed.contains(partition.topic())
        ? committed.commitTimeMs()
        : -1;
  }

  /** Nobody in it, nothing held, nobody expected. */
  boolean isAbandoned() {
    return group.state() == GroupState.EMPTY && offsets.isEmpty() && !group.expectsMembers();
  }
}
