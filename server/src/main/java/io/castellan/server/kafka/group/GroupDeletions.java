package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.shard.CoordinatorRecord;
import io.castellan.server.kafka.shard.Effects;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How groups and their offsets end: by an admin, with their topics, or past their retention. Owned
 * by its shard's lane.
 */
final class GroupDeletions {
  private final GroupTable groups;
  private final GroupSettings settings;

  GroupDeletions(GroupTable groups, GroupSettings settings) {
    this.groups = groups;
    this.settings = settings;
  }

  /**
   * Delete a group that has no members, and its offsets.
   *
   * @param answer gets {@code NONE} once that is in the log, {@code GROUP_ID_NOT_FOUND}, {@code
   *     NON_EMPTY_GROUP}, or why it could not be written
   */
  void deleteGroup(String groupId, Consumer<ErrorCode> answer, long nowMs, Effects out) {
    GroupEntry entry = groups.get(groupId);
    if (entry == null) {
      out.answer(
          answer, groupId.isEmpty() ? ErrorCode.INVALID_GROUP_ID : ErrorCode.GROUP_ID_NOT_FOUND);
      return;
    }
    if (entry.group.state() != GroupState.EMPTY) {
      out.answer(answer, ErrorCode.NON_EMPTY_GROUP);
      return;
    }
    Map<TopicPartition, CommittedOffset> doomed = Map.copyOf(entry.offsets);
    List<CoordinatorRecord> tombstones = new ArrayList<>(tombstones(groupId, doomed.keySet()));
    if (entry.group.generation() > 0) {
      tombstones.add(GroupRecords.deletedGroup(groupId));
    }
    whenWritten(
        tombstones,
        (error, laterMs, next) -> {
          if (error == ErrorCode.NONE) {
            doomed.forEach(entry.offsets::remove);
            boolean idle = entry.group.state() == GroupState.EMPTY && entry.offsets.isEmpty();
            if (idle && groups.remove(entry)) {
              entry.group.abandon(ErrorCode.UNKNOWN_MEMBER_ID, laterMs, next);
            }
          }
          next.answer(answer, AppendErrors.ofCommit(error));
        },
        nowMs,
        out);
  }

  /**
   * Delete offsets of a group (KIP-496). Those of topics that members of a consumer group subscribe
   * to are kept, with {@code GROUP_SUBSCRIBED_TO_TOPIC}; an offset that was never committed counts
   * as deleted.
   *
   * @param answer gets the outcome once it is in the log
   */
  void deleteOffsets(
      String groupId,
      Collection<TopicPartition> partitions,
      Consumer<OffsetDeletion> answer,
      long nowMs,
      Effects out) {
    GroupEntry entry = groups.get(groupId);
    if (entry == null) {
      ErrorCode error =
          groupId.isEmpty() ? ErrorCode.INVALID_GROUP_ID : ErrorCode.GROUP_ID_NOT_FOUND;
      out.answer(answer, new OffsetDeletion(error, Map.of()));
      return;
    }
    Set<String> subscribed = Set.of();
    if (entry.group.state() != GroupState.EMPTY) {
      Set<String> known = Subscriptions.topicsOf(entry.group.describe());
      if (known == null) {
        out.answer(answer, new OffsetDeletion(ErrorCode.NON_EMPTY_GROUP, Map.of()));
        return;
      }
      subscribed = known;
    }
    Map<TopicPartition, ErrorCode> outcome = new HashMap<>();
    Map<TopicPartition, CommittedOffset> doomed = new HashMap<>();
    for (TopicPartition partition : partitions) {
      boolean inUse = subscribed.contains(partition.topic());
      outcome.put(partition, inUse ? ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC : ErrorCode.NONE);
      CommittedOffset committed = entry.offsets.get(partition);
      if (!inUse && committed != null) {
        doomed.put(partition, committed);
      }
    }
    whenWritten(
        tombstones(groupId, doomed.keySet()),
        (error, laterMs, next) -> {
          if (error == ErrorCode.NONE) {
            doomed.forEach(entry.offsets::remove);
          }
          ErrorCode failure = AppendErrors.ofCommit(error);
          next.answer(
              answer, new OffsetDeletion(failure, error == ErrorCode.NONE ? outcome : Map.of()));
        },
        nowMs,
        out);
  }

  /** Goes on at once when there is nothing to write. */
  private static void whenWritten(
      List<CoordinatorRecord> records, Effects.Committed then, long nowMs, Effects out) {
    if (records.isEmpty()) {
      then.onCommitted(ErrorCode.NONE, nowMs, out);
    } else {
      out.append(records, then);
    }
  }

  /** Topics are gone: so are the offsets that were committed for them. */
  void forgetPartitions(Collection<TopicPartition> partitions, Effects out) {
    for (GroupEntry entry : groups.all()) {
      drop(entry, partitions.stream().filter(entry.offsets::containsKey).toList(), out);
    }
  }

  /** Offsets that are past their retention go, and then groups that hold nothing any more. */
  void checkRetention(long nowMs, Effects out) {
    for (GroupEntry entry : groups.all()) {
      drop(entry, entry.expiredOffsets(settings.offsetsRetentionMs(), nowMs), out);
      if (entry.isAbandoned()) {
        bury(entry, nowMs, out);
      }
    }
  }

  private static void drop(GroupEntry entry, List<TopicPartition> partitions, Effects out) {
    if (partitions.isEmpty()) {
      return;
    }
    partitions.forEach(entry.offsets::remove);
    // A tombstone that is not stored is written again by the next coordinator's check.
    out.append(tombstones(entry.group.id(), partitions), (error, laterMs, next) -> {});
  }

  private static List<CoordinatorRecord> tombstones(
      String groupId, Collection<TopicPartition> partitions) {
    return partitions.stream().map(gone -> GroupRecords.deletedOffset(groupId, gone)).toList();
  }

  private void bury(GroupEntry entry, long nowMs, Effects out) {
    entry.group.abandon(ErrorCode.UNKNOWN_MEMBER_ID, nowMs, out);
    groups.remove(entry);
    if (entry.group.generation() > 0) {
      out.append(
          List.of(GroupRecords.deletedGroup(entry.group.id())), (error, laterMs, next) -> {});
    }
  }
}
