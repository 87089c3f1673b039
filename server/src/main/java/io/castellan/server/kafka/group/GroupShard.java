package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.shard.CoordinatorRecord;
import io.castellan.server.kafka.shard.Effects;
import io.castellan.server.kafka.shard.Shard;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The groups behind one partition of {@code __consumer_offsets}. Owned by its lane.
 *
 * <p>A commit takes effect, and can be fetched, once it is in the log. Groups that hold nothing any
 * more are buried with a tombstone when the retention is checked.
 */
public final class GroupShard implements Shard {
  private final GroupSettings settings;
  private final long retentionCheckMs;
  private final Supplier<String> memberIdSuffixes;
  private final Map<String, GroupEntry> groups = new HashMap<>();
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
  private long nextRetentionCheckMs = Long.MAX_VALUE;

  /** What the log says of groups, until it is read to its end. */
  private final Map<String, GroupSnapshot> storedGroups = new HashMap<>();

  private final Map<String, Map<TopicPartition, CommittedOffset>> storedOffsets = new HashMap<>();

  private record Alarm(long timeMs, GroupEntry entry) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      return Long.compare(timeMs, other.timeMs);
    }
  }

  /**
   * @param retentionCheckMs {@code offsets.retention.check.interval.ms}
   * @param memberIdSuffixes unique texts for member ids
   */
  public GroupShard(
      GroupSettings settings, long retentionCheckMs, Supplier<String> memberIdSuffixes) {
    this.settings = settings;
    this.retentionCheckMs = retentionCheckMs;
    this.memberIdSuffixes = memberIdSuffixes;
  }

  // ---- requests ----

  /** See {@link ClassicGroup#join}. */
  public void join(
      String groupId, JoinRequest request, Consumer<JoinResult> answer, long nowMs, Effects out) {
    if (groupId.isEmpty()) {
      out.answer(answer, JoinResult.refused(ErrorCode.INVALID_GROUP_ID, request.memberId()));
      return;
    }
    GroupEntry entry = groups.get(groupId);
    if (entry == null) {
      if (!request.memberId().isEmpty()) {
        out.answer(answer, JoinResult.refused(ErrorCode.UNKNOWN_MEMBER_ID, request.memberId()));
        return;
      }
      entry = create(groupId, nowMs);
    }
    entry.group.join(request, answer, nowMs, out);
    arm(entry);
  }

  /** See {@link ClassicGroup#sync}. */
  public void sync(
      String groupId, SyncRequest request, Consumer<SyncResult> answer, long nowMs, Effects out) {
    GroupEntry entry = groups.get(groupId);
    if (entry == null) {
      out.answer(answer, SyncResult.refused(missing(groupId)));
      return;
    }
    entry.group.sync(request, answer, nowMs, out);
    arm(entry);
  }

  /** See {@link ClassicGroup#heartbeat}. */
  public ErrorCode heartbeat(
      String groupId, String memberId, @Nullable String instanceId, int generation, long nowMs) {
    GroupEntry entry = groups.get(groupId);
    return entry == null
        ? missing(groupId)
        : entry.group.heartbeat(memberId, instanceId, generation, nowMs);
  }

  /** See {@link ClassicGroup#leave}. */
  public ErrorCode leave(
      String groupId, String memberId, @Nullable String instanceId, long nowMs, Effects out) {
    GroupEntry entry = groups.get(groupId);
    if (entry == null) {
      return missing(groupId);
    }
    ErrorCode error = entry.group.leave(memberId, instanceId, nowMs, out);
    arm(entry);
    return error;
  }

  private static ErrorCode missing(String groupId) {
    return groupId.isEmpty() ? ErrorCode.INVALID_GROUP_ID : ErrorCode.UNKNOWN_MEMBER_ID;
  }

  /**
   * Commit offsets.
   *
   * @param answer gets an error code for each offset, in the request's order
   */
  public void commit(
      String groupId,
      CommitRequest request,
      Consumer<List<ErrorCode>> answer,
      long nowMs,
      Effects out) {
    GroupEntry known = groups.get(groupId);
    ErrorCode refusal = checkCommit(known, request, nowMs);
    if (refusal != ErrorCode.NONE) {
      out.answer(answer, each(request, (offset, i) -> refusal));
      return;
    }
    List<CoordinatorRecord> records = new ArrayList<>();
    List<ErrorCode> checked =
        each(
            request,
            (offset, i) -> {
              if (tooLarge(offset.committed().metadata())) {
                return ErrorCode.OFFSET_METADATA_TOO_LARGE;
              }
              records.add(GroupRecords.offset(groupId, offset.partition(), offset.committed()));
              return ErrorCode.NONE;
            });
    if (records.isEmpty()) {
      out.answer(answer, checked);
      return;
    }
    if (known == null) {
      create(groupId, nowMs);
    }
    out.append(
        records,
        (error, laterMs, next) -> {
          ErrorCode appendError = AppendErrors.ofCommit(error);
          for (int i = 0; i < checked.size(); i++) {
            if (checked.get(i) != ErrorCode.NONE) {
              continue;
            }
            checked.set(i, appendError);
            if (appendError == ErrorCode.NONE) {
              CommitRequest.Offset offset = request.offsets().get(i);
              // The group may have been deleted while the offsets were written: the log has them.
              GroupEntry now = groups.get(groupId);
              (now == null ? create(groupId, laterMs) : now)
                  .offsets.put(offset.partition(), offset.committed());
            }
          }
          next.answer(answer, checked);
        });
  }

  private static ErrorCode checkCommit(
      @Nullable GroupEntry entry, CommitRequest request, long nowMs) {
    if (entry == null) {
      return request.generation() < 0 ? ErrorCode.NONE : ErrorCode.ILLEGAL_GENERATION;
    }
    return entry.group.checkCommit(
        request.memberId(), request.instanceId(), request.generation(), nowMs);
  }

  private boolean tooLarge(String metadata) {
    return metadata.length() > settings.maxOffsetMetadataBytes()
        || metadata.getBytes(StandardCharsets.UTF_8).length > settings.maxOffsetMetadataBytes();
  }

  private static List<ErrorCode> each(
      CommitRequest request, BiFunction<CommitRequest.Offset, Integer, ErrorCode> code) {
    ErrorCode[] codes = new ErrorCode[request.offsets().size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = code.apply(request.offsets().get(i), i);
    }
    return Arrays.asList(codes);
  }

  /** What a group committed; empty when there is no such group. */
  public Map<TopicPartition, CommittedOffset> offsets(String groupId) {
    GroupEntry entry = groups.get(groupId);
    return entry == null ? Map.of() : Map.copyOf(entry.offsets);
  }

  /** What a group committed for one partition, or null. */
  public @Nullable CommittedOffset offset(String groupId, TopicPartition partition) {
    GroupEntry entry = groups.get(groupId);
    return entry == null ? null : entry.offsets.get(partition);
  }

  /** All groups. */
  public Collection<ClassicGroup> groups() {
    return groups.values().stream().map(entry -> entry.group).toList();
  }

  /** A group, or null. */
  public @Nullable ClassicGroup group(String groupId) {
    GroupEntry entry = groups.get(groupId);
    return entry == null ? null : entry.group;
  }

  /**
   * Delete a group that has no members, and its offsets.
   *
   * @param answer gets {@code NONE} once that is in the log, {@code GROUP_ID_NOT_FOUND}, {@code
   *     NON_EMPTY_GROUP}, or why it could not be written
   */
  public void deleteGroup(String groupId, Consumer<ErrorCode> answer, long nowMs, Effects out) {
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
            if (idle && groups.remove(groupId, entry)) {
              entry.group.abandon(ErrorCode.UNKNOWN_MEMBER_ID, laterMs, next);
            }
          }
          next.answer(answer, AppendErrors.ofCommit(error));
        },
        nowMs,
        out);
  }

  /** What became of an OffsetDelete: one error for all, or one for each partition. */
  public record OffsetDeletion(ErrorCode error, Map<TopicPartition, ErrorCode> partitions) {}

  /**
   * Delete offsets of a group (KIP-496). Those of topics that members of a consumer group subscribe
   * to are kept, with {@code GROUP_SUBSCRIBED_TO_TOPIC}; an offset that was never committed counts
   * as deleted.
   *
   * @param answer gets the outcome once it is in the log
   */
  public void deleteOffsets(
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
  public void forgetPartitions(Collection<TopicPartition> partitions, Effects out) {
    groups.forEach(
        (groupId, entry) -> {
          List<TopicPartition> held =
              partitions.stream().filter(entry.offsets::containsKey).toList();
          deleteOffsets(groupId, entry, held, out);
        });
  }

  private GroupEntry create(String groupId, long nowMs) {
    GroupEntry entry = new GroupEntry(new ClassicGroup(groupId, settings, memberIdSuffixes, nowMs));
    groups.put(groupId, entry);
    return entry;
  }

  // ---- loading ----

  @Override
  public void replay(ByteBuffer key, @Nullable ByteBuffer value, long timestampMs) {
    GroupRecords.Key decoded = GroupRecords.readKey(key);
    if (decoded instanceof GroupRecords.OffsetKey offset) {
      Map<TopicPartition, CommittedOffset> offsets =
          storedOffsets.computeIfAbsent(offset.groupId(), id -> new HashMap<>());
      if (value == null) {
        offsets.remove(offset.partition());
      } else {
        offsets.put(offset.partition(), GroupRecords.readOffset(value));
      }
    } else if (decoded instanceof GroupRecords.GroupKey group) {
      if (value == null) {
        storedGroups.remove(group.groupId());
      } else {
        storedGroups.put(group.groupId(), GroupRecords.readGroup(group.groupId(), value));
      }
    }
  }

  @Override
  public void onLoaded(long nowMs) {
    storedGroups.forEach(
        (groupId, stored) ->
            groups.put(
                groupId,
                new GroupEntry(ClassicGroup.restore(stored, settings, memberIdSuffixes, nowMs))));
    storedOffsets.forEach(
        (groupId, offsets) -> {
          if (!offsets.isEmpty()) {
            GroupEntry entry = groups.get(groupId);
            (entry == null ? create(groupId, nowMs) : entry).offsets.putAll(offsets);
          }
        });
    storedGroups.clear();
    storedOffsets.clear();
    groups.values().forEach(this::arm);
    nextRetentionCheckMs = nowMs + retentionCheckMs;
  }

  @Override
  public void onUnloaded(long nowMs, Effects out) {
    for (GroupEntry entry : groups.values()) {
      entry.group.abandon(ErrorCode.NOT_COORDINATOR, nowMs, out);
    }
    groups.clear();
    alarms.clear();
    nextRetentionCheckMs = Long.MAX_VALUE;
  }

  // ---- time ----

  private void arm(GroupEntry entry) {
    long wakeAtMs = entry.group.wakeAtMs();
    if (wakeAtMs < entry.alarmMs) {
      entry.alarmMs = wakeAtMs;
      alarms.add(new Alarm(wakeAtMs, entry));
    }
  }

  @Override
  public long wakeAtMs() {
    Alarm first = alarms.peek();
    return Math.min(nextRetentionCheckMs, first == null ? Long.MAX_VALUE : first.timeMs);
  }

  @Override
  public void onTime(long nowMs, Effects out) {
    Alarm due;
    while ((due = alarms.peek()) != null && due.timeMs <= nowMs) {
      alarms.poll();
      GroupEntry entry = due.entry;
      if (entry.alarmMs == due.timeMs) { // else an earlier alarm has served it already
        entry.alarmMs = Long.MAX_VALUE;
        entry.group.onTime(nowMs, out);
        arm(entry);
      }
    }
    if (nextRetentionCheckMs <= nowMs) {
      nextRetentionCheckMs = nowMs + retentionCheckMs;
      checkRetention(nowMs, out);
    }
  }

  private void checkRetention(long nowMs, Effects out) {
    for (Map.Entry<String, GroupEntry> named : List.copyOf(groups.entrySet())) {
      GroupEntry entry = named.getValue();
      deleteOffsets(
          named.getKey(), entry, entry.expiredOffsets(settings.offsetsRetentionMs(), nowMs), out);
      if (entry.isAbandoned()) {
        bury(named.getKey(), entry, nowMs, out);
      }
    }
  }

  private static void deleteOffsets(
      String groupId, GroupEntry entry, List<TopicPartition> partitions, Effects out) {
    if (partitions.isEmpty()) {
      return;
    }
    partitions.forEach(entry.offsets::remove);
    // A tombstone that is not stored is written again by the next coordinator's check.
    out.append(tombstones(groupId, partitions), (error, laterMs, next) -> {});
  }

  private static List<CoordinatorRecord> tombstones(
      String groupId, Collection<TopicPartition> partitions) {
    return partitions.stream().map(gone -> GroupRecords.deletedOffset(groupId, gone)).toList();
  }

  private void bury(String groupId, GroupEntry entry, long nowMs, Effects out) {
    entry.group.abandon(ErrorCode.UNKNOWN_MEMBER_ID, nowMs, out);
    groups.remove(groupId);
    if (entry.group.generation() > 0) {
      out.append(List.of(GroupRecords.deletedGroup(groupId)), (error, laterMs, next) -> {});
    }
  }
}
