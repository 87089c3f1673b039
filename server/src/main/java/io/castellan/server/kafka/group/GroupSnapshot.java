package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A classic group as it is stored in {@code __consumer_offsets}: what a coordinator that takes over
 * needs to know.
 *
 * @param protocolType empty for a group that only holds offsets
 * @param stateTimestampMs when the group came into its state; -1 unknown
 */
public record GroupSnapshot(
    String groupId,
    String protocolType,
    int generation,
    @Nullable String protocolName,
    @Nullable String leaderId,
    long stateTimestampMs,
    List<StoredMember> members) {

  /** A member with its subscription under the chosen protocol and its assignment. */
  public record StoredMember(
      String memberId,
      @Nullable String instanceId,
      String clientId,
      String clientHost,
      int rebalanceTimeoutMs,
      int sessionTimeoutMs,
      Bytes subscription,
      Bytes assignment) {}
}
