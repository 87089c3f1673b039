package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.shard.Effects;
import io.castellan.server.kafka.shard.Shard;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The groups behind one partition of {@code __consumer_offsets}. Owned by its lane. */
public final class GroupShard implements Shard {
  private final long retentionCheckMs;
  private final GroupTable groups;
  private final OffsetCommits commits;
  private final GroupDeletions deletions;
  private final GroupReplay replay = new GroupReplay();
  private long nextRetentionCheckMs = Long.MAX_VALUE;

  /**
   * @param retentionCheckMs {@code offsets.retention.check.interval.ms}
   * @param memberIdSuffixes unique texts for member ids
   */
  public GroupShard(
      GroupSettings settings, long retentionCheckMs, Supplier<String> memberIdSuffixes) {
    this.retentionCheckMs = retentionCheckMs;
    this.groups = new GroupTable(settings, memberIdSuffixes);
    this.commits = new OffsetCommits(groups, settings);
    this.deletions = new GroupDeletions(groups, settings);
  }

  // ---- requests ----

  /** See {@link ClassicGroup#join}. */
  public void join(
      String groupId, JoinRequest request, Consumer<JoinResult> answer, long nowMs, Effects out) {
    if (groupId.isEmpty()) {
      out.answer(answer, JoinResult.refused(ErrorCode.INVALID_GROUP_ID, request.memberId()));
      return;
    }
    boolean known = groups.get(groupId) != null;
    if (!known && !request.memberId().isEmpty()) {
      out.answer(answer, JoinResult.refused(ErrorCode.UNKNOWN_MEMBER_ID, request.memberId()));
      return;
    }
    GroupEntry entry = groups.getOrCreate(groupId, nowMs);
    entry.group.join(request, answer, nowMs, out);
    if (!known && entry.isAbandoned()) {
      groups.remove(entry); // its first member was refused
      return;
    }
    groups.arm(entry);
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
    groups.arm(entry);
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
    groups.arm(entry);
    return error;
  }

  private static ErrorCode missing(String groupId) {
    return groupId.isEmpty() ? ErrorCode.INVALID_GROUP_ID : ErrorCode.UNKNOWN_MEMBER_ID;
  }

  /** See {@link OffsetCommits#commit}. */
  public void commit(
      String groupId,
      CommitRequest request,
      Consumer<List<ErrorCode>> answer,
      long nowMs,
      Effects out) {
    commits.commit(groupId, request, answer, nowMs, out);
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
    return groups.all().stream().map(entry -> entry.group).toList();
  }

  /** A group, or null. */
  public @Nullable ClassicGroup group(String groupId) {
    GroupEntry entry = groups.get(groupId);
    return entry == null ? null : entry.group;
  }

  /** See {@link GroupDeletions#deleteGroup}. */
  public void deleteGroup(String groupId, Consumer<ErrorCode> answer, long nowMs, Effects out) {
    deletions.deleteGroup(groupId, answer, nowMs, out);
  }

  /** See {@link GroupDeletions#deleteOffsets}. */
  public void deleteOffsets(
      String groupId,
      Collection<TopicPartition> partitions,
      Consumer<OffsetDeletion> answer,
      long nowMs,
      Effects out) {
    deletions.deleteOffsets(groupId, partitions, answer, nowMs, out);
  }

  /** Topics are gone: so are the offsets that were committed for them. */
  public void forgetPartitions(Collection<TopicPartition> partitions, Effects out) {
    deletions.forgetPartitions(partitions, out);
  }

  // ---- loading ----

  @Override
  public void replay(ByteBuffer key, @Nullable ByteBuffer value, long timestampMs) {
    replay.replay(key, value);
  }

  @Override
  public void onLoaded(long nowMs) {
    replay.finish(groups, nowMs);
    groups.all().forEach(groups::arm);
    nextRetentionCheckMs = nowMs + retentionCheckMs;
  }

  @Override
  public void onTransactionCommitted(long nowMs) {
    replay.finishTransaction(groups, nowMs);
  }

  @Override
  public void onUnloaded(long nowMs, Effects out) {
    for (GroupEntry entry : groups.all()) {
      entry.group.abandon(ErrorCode.NOT_COORDINATOR, nowMs, out);
    }
    groups.clear();
    nextRetentionCheckMs = Long.MAX_VALUE;
  }

  // ---- time ----

  @Override
  public long wakeAtMs() {
    return Math.min(nextRetentionCheckMs, groups.wakeAtMs());
  }

  @Override
  public void onTime(long nowMs, Effects out) {
    groups.onTime(nowMs, out);
    if (nextRetentionCheckMs <= nowMs) {
      nextRetentionCheckMs = nowMs + retentionCheckMs;
      deletions.checkRetention(nowMs, out);
    }
  }
}
