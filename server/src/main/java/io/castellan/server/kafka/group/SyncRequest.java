package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.Bytes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A member asks for its assignment; the leader brings everyone's.
 *
 * @param protocolType as the member believes, null when its version does not say (KIP-559)
 * @param protocolName likewise
 * @param assignments by member id; empty but for the leader
 */
public record SyncRequest(
    String memberId,
    @Nullable String instanceId,
    int generation,
    @Nullable String protocolType,
    @Nullable String protocolName,
    Map<String, Bytes> assignments) {

  /**
   * Whether the member believes in the protocol that the group has (KIP-559); a member that does
   * not say does.
   */
  boolean agreesWith(String groupsType, @Nullable String groupsName) {
    return (protocolType == null || protocolType.equals(groupsType))
        && (protocolName == null || protocolName.equals(groupsName));
  }
}
