package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.GroupMetadataRecord;
import io.castellan.kafka.protocol.message.OffsetCommitRecord;
import io.castellan.kafka.protocol.schema.Codecs;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.shard.CoordinatorRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups and offsets as records of {@code __consumer_offsets}: an int16 version, then the fields.
 * Writes the versions that brokers from 2.3 on write, so that any of them can take the partition
 * over; reads all of them.
 */
final class GroupRecords {
  private static final short OFFSET_KEY_VERSION = 1;
  private static final short GROUP_KEY_VERSION = 2;
  private static final short OFFSET_VALUE_VERSION = 3;

  /** The last version with a place for an explicit end; a committer that sets one is that old. */
  private static final short EXPIRING_OFFSET_VALUE_VERSION = 1;

  private static final short GROUP_VALUE_VERSION = 3;
  private static final int FIRST_CAPACITY = 256;

  private static final Codecs CODECS = Codecs.compiling(Runnable::run, Codecs.HOT_AFTER);

  private GroupRecords() {}

  /** What a record is about. */
  sealed interface Key {}

  /** A committed offset. */
  record OffsetKey(String groupId, TopicPartition partition) implements Key {}

  /** A group. */
  record GroupKey(String groupId) implements Key {}

  static CoordinatorRecord group(GroupSnapshot group) {
    List<GroupMetadataRecord.Value.Member> members =
        group.members().stream()
            .map(
                member ->
                    new GroupMetadataRecord.Value.Member(
                        member.memberId(),
                        member.instanceId(),
                        member.clientId(),
                        member.clientHost(),
                        member.rebalanceTimeoutMs(),
                        member.sessionTimeoutMs(),
                        member.subscription(),
                        member.assignment()))
            .toList();
    return new CoordinatorRecord(
        groupKey(group.groupId()),
        bytes(
            GROUP_VALUE_VERSION,
            new GroupMetadataRecord.Value(
                group.protocolType(),
                group.generation(),
                group.protocolName(),
                group.leaderId(),
                group.stateTimestampMs(),
                members)));
  }

  static CoordinatorRecord deletedGroup(String groupId) {
    return new CoordinatorRecord(groupKey(groupId), null);
  }

  static CoordinatorRecord offset(
      String groupId, TopicPartition partition, CommittedOffset committed) {
    boolean expires = committed.expireTimeMs() >= 0;
    return new CoordinatorRecord(
        offsetKey(groupId, partition),
        bytes(
            expires ? EXPIRING_OFFSET_VALUE_VERSION : OFFSET_VALUE_VERSION,
            new OffsetCommitRecord.Value(
                committed.offset(),
                committed.leaderEpoch(),
                committed.metadata(),
                committed.commitTimeMs(),
                committed.expireTimeMs(),
                Uuid.ZERO)));
  }

  static CoordinatorRecord deletedOffset(String groupId, TopicPartition partition) {
    return new CoordinatorRecord(offsetKey(groupId, partition), null);
  }

  /** Null for a key of a later kind, which is not ours to read. */
  static @Nullable Key readKey(ByteBuffer key) {
    ByteBuf in = Unpooled.wrappedBuffer(key);
    short version = in.readShort();
    if (version < 0 || version > GROUP_KEY_VERSION) {
      return null;
    }
    if (version == GROUP_KEY_VERSION) {
      return new GroupKey(CODECS.of(GroupMetadataRecord.Key.class, version).read(in).group());
    }
    OffsetCommitRecord.Key offset = CODECS.of(OffsetCommitRecord.Key.class, version).read(in);
    return new OffsetKey(offset.group(), new TopicPartition(offset.topic(), offset.partition()));
  }

  static GroupSnapshot readGroup(String groupId, ByteBuffer value) {
    ByteBuf in = Unpooled.wrappedBuffer(value);
    GroupMetadataRecord.Value group =
        CODECS.of(GroupMetadataRecord.Value.class, in.readShort()).read(in);
    List<GroupSnapshot.StoredMember> members =
        group.members().stream()
            .map(
                member ->
                    new GroupSnapshot.StoredMember(
                        member.memberId(),
                        member.groupInstanceId(),
                        member.clientId(),
                        member.clientHost(),
                        member.rebalanceTimeout() < 0
                            ? member.sessionTimeout()
                            : member.rebalanceTimeout(),
                        member.sessionTimeout(),
                        member.subscription(),
                        member.assignment()))
            .toList();
    return new GroupSnapshot(
        groupId,
        group.protocolType(),
        group.generation(),
        group.protocol(),
        group.leader(),
        group.currentStateTimestamp(),
        members);
  }

  static CommittedOffset readOffset(ByteBuffer value) {
    ByteBuf in = Unpooled.wrappedBuffer(value);
    OffsetCommitRecord.Value offset =
        CODECS.of(OffsetCommitRecord.Value.class, in.readShort()).read(in);
    return new CommittedOffset(
        offset.offset(),
        offset.leaderEpoch(),
        offset.metadata(),
        offset.commitTimestamp(),
        offset.expireTimestamp());
  }

  private static byte[] groupKey(String groupId) {
    return bytes(GROUP_KEY_VERSION, new GroupMetadataRecord.Key(groupId));
  }

  private static byte[] offsetKey(String groupId, TopicPartition partition) {
    return bytes(
        OFFSET_KEY_VERSION,
        new OffsetCommitRecord.Key(groupId, partition.topic(), partition.partition()));
  }

  @SuppressWarnings("unchecked") // a message's class is that of its type
  private static <T extends Record> byte[] bytes(short version, T message) {
    ByteBuf out = Unpooled.buffer(FIRST_CAPACITY);
    out.writeShort(version);
    CODECS.of((Class<T>) message.getClass(), version).write(message, out);
    return ByteBufUtil.getBytes(out);
  }
}
