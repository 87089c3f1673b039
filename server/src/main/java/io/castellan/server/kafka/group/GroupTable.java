package io.castellan.server.kafka.group;

import io.castellan.server.kafka.shard.Effects;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The groups of a shard, by name, and when each wants to be woken. Owned by its shard's lane. */
final class GroupTable {
  private final GroupSettings settings;
  private final Supplier<String> memberIdSuffixes;
  private final Map<String, GroupEntry> groups = new HashMap<>();
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();

  private record Alarm(long timeMs, GroupEntry entry) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      return Long.compare(timeMs, other.timeMs);
    }
  }

  GroupTable(GroupSettings settings, Supplier<String> memberIdSuffixes) {
    this.settings = settings;
    this.memberIdSuffixes = memberIdSuffixes;
  }

  @Nullable GroupEntry get(String groupId) {
    return groups.get(groupId);
  }

  GroupEntry getOrCreate(String groupId, long nowMs) {
    GroupEntry entry = groups.get(groupId);
    if (entry == null) {
      entry = new GroupEntry(new ClassicGroup(groupId, settings, memberIdSuffixes, nowMs));
      groups.put(groupId, entry);
    }
    return entry;
  }

  void restore(GroupSnapshot stored, long nowMs) {
    ClassicGroup group = ClassicGroup.restore(stored, settings, memberIdSuffixes, nowMs);
    groups.put(stored.groupId(), new GroupEntry(group));
  }

  /** Whether it was there. */
  boolean remove(GroupEntry entry) {
    return groups.remove(entry.group.id(), entry);
  }

  /** A copy, for loops that remove. */
  List<GroupEntry> all() {
    return List.copyOf(groups.values());
  }

  void clear() {
    groups.clear();
    alarms.clear();
  }

  /** After whatever may have changed when a group wants to be woken. */
  void arm(GroupEntry entry) {
    long wakeAtMs = entry.group.wakeAtMs();
    if (wakeAtMs < entry.alarmMs) {
      entry.alarmMs = wakeAtMs;
      alarms.add(new Alarm(wakeAtMs, entry));
    }
  }

  /** When {@link #onTime} wants to be called. */
  long wakeAtMs() {
    Alarm first = alarms.peek();
    return first == null ? Long.MAX_VALUE : first.timeMs;
  }

  void onTime(long nowMs, Effects out) {
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
  }
}
