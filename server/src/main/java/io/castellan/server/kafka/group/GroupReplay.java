package io.castellan.server.kafka.group;

import io.castellan.server.kafka.TopicPartition;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a log says of groups and offsets, until it is read to its end. Used by one thread. */
final class GroupReplay {
  private final Map<String, GroupSnapshot> storedGroups = new HashMap<>();
  private final Map<String, Map<TopicPartition, CommittedOffset>> storedOffsets = new HashMap<>();

  void replay(ByteBuffer key, @Nullable ByteBuffer value) {
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

  /** The log is read: its groups come to life. */
  void finish(GroupTable groups, long nowMs) {
    storedGroups.values().forEach(stored -> groups.restore(stored, nowMs));
    finishTransaction(groups, nowMs);
  }

  /** What was replayed are the offsets of a transaction, and nothing else can be: take them in. */
  void finishTransaction(GroupTable groups, long nowMs) {
    storedOffsets.forEach(
        (groupId, offsets) -> {
          if (!offsets.isEmpty()) {
            groups.getOrCreate(groupId, nowMs).offsets.putAll(offsets);
          }
        });
    storedGroups.clear();
    storedOffsets.clear();
  }
}
