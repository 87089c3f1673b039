package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.ErrorCode;

/** What a join must be to be let in at all, whatever the group is doing. */
final class JoinRules {
  private JoinRules() {}

  static ErrorCode check(
      JoinRequest request, GroupSettings settings, Members members, String protocolType) {
    if (request.sessionTimeoutMs() < settings.minSessionTimeoutMs()
        || request.sessionTimeoutMs() > settings.maxSessionTimeoutMs()) {
      return ErrorCode.INVALID_SESSION_TIMEOUT;
    }
    if (members.count() >= settings.maxMembers() && !isKnown(request, members)) {
      return ErrorCode.GROUP_MAX_SIZE_REACHED;
    }
    if (request.protocolType().isEmpty() || request.protocols().isEmpty()) {
      return ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
    }
    boolean compatible =
        members.isEmpty()
            || (protocolType.equals(request.protocolType())
                && members.haveInCommonWith(request.protocols()));
    return compatible ? ErrorCode.NONE : ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
  }

  private static boolean isKnown(JoinRequest request, Members members) {
    return members.get(request.memberId()) != null
        || (request.instanceId() != null && members.ofInstance(request.instanceId()) != null);
  }
}
