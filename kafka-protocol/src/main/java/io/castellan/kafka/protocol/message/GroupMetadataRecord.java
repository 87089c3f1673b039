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
 * A classic group and its members, as {@code __consumer_offsets} keeps them. The int16 version
 * stands before each half and is not part of it.
 */
public final class GroupMetadataRecord {
  private GroupMetadataRecord() {}

  /** The record's key. */
  @Versions(first = 2, last = 2)
  public record Key(String group) {}

  /**
   * The record's value.
   *
   * @param protocolType "consumer" for consumers; empty for a group that only holds offsets
   * @param protocol the assignment strategy; null without members
   * @param leader the leading member's id; null without members
   * @param currentStateTimestamp since when the group is in its state, milliseconds; -1 unknown
   */
  @Versions(last = 4, flexibleSince = 4)
  public record Value(
      String protocolType,
      int generation,
      @Nullable String protocol,
      @Nullable String leader,
      @Since(2) @Ignorable @Default("-1") long currentStateTimestamp,
      List<Member> members) {

    /**
     * A member.
     *
     * @param rebalanceTimeout milliseconds; -1 when it is the session timeout
     * @param sessionTimeout milliseconds
     * @param subscription what it told its leader
     * @param assignment what its leader gave it
     */
    public record Member(
        String memberId,
        @Since(3) @NullableSince(3) @Ignorable @Default("null") @Nullable String groupInstanceId,
        String clientId,
        String clientHost,
        @Since(1) @Ignorable @Default("-1") int rebalanceTimeout,
        int sessionTimeout,
        Bytes subscription,
        Bytes assignment) {}
  }
}
