package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.shard.Effects;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One member of a classic group. Owned by its group. */
final class Member {
  /** KAFKA-7610: how long a member whose first join never ends is kept. */
  static final int NEW_MEMBER_TIMEOUT_MS = 5 * 60 * 1000;

  final String id;
  final @Nullable String instanceId;
  final String clientId;
  final String clientHost;
  int sessionTimeoutMs;
  int rebalanceTimeoutMs;
  List<Protocol> protocols;
  Bytes assignment = Bytes.EMPTY;

  /** Set while its join waits for the others. */
  @Nullable Consumer<JoinResult> join;

  /** Set while its sync waits for the leader's. */
  @Nullable Consumer<SyncResult> sync;

  /** True until its first join is answered. */
  boolean fresh;

  /** When it is out unless it is heard of before. */
  long deadlineMs;

  Member(JoinRequest request, String id, long nowMs) {
    this.id = id;
    this.instanceId = request.instanceId();
    this.clientId = request.clientId();
    this.clientHost = request.clientHost();
    this.sessionTimeoutMs = request.sessionTimeoutMs();
    this.rebalanceTimeoutMs = request.rebalanceTimeoutMs();
    this.protocols = request.protocols();
    this.fresh = true;
    this.deadlineMs = nowMs + NEW_MEMBER_TIMEOUT_MS;
  }

  Member(GroupSnapshot.StoredMember stored, @Nullable String protocolName, long nowMs) {
    this.id = stored.memberId();
    this.instanceId = stored.instanceId();
    this.clientId = stored.clientId();
    this.clientHost = stored.clientHost();
    this.sessionTimeoutMs = stored.sessionTimeoutMs();
    this.rebalanceTimeoutMs = stored.rebalanceTimeoutMs();
    this.protocols =
        protocolName == null
            ? List.of()
            : List.of(new Protocol(protocolName, stored.subscription()));
    this.assignment = stored.assignment();
    this.deadlineMs = nowMs + sessionTimeoutMs;
  }

  boolean isStatic() {
    return instanceId != null;
  }

  void heardOf(long nowMs) {
    deadlineMs = nowMs + sessionTimeoutMs;
  }

  /**
   * Whether it is silent only because we have not answered it; a first join is given five minutes
   * at most.
   */
  boolean isWaiting() {
    return (join != null && !fresh) || sync != null;
  }

  boolean supports(String protocolName) {
    for (Protocol protocol : protocols) {
      if (protocol.name().equals(protocolName)) {
        return true;
      }
    }
    return false;
  }

  Bytes metadata(@Nullable String protocolName) {
    for (Protocol protocol : protocols) {
      if (protocol.name().equals(protocolName)) {
        return protocol.metadata();
      }
    }
    return Bytes.EMPTY;
  }

  /** Answer whatever it still waits for, since it goes. */
  void dismiss(ErrorCode error, Effects out) {
    if (join != null) {
      out.answer(join, JoinResult.refused(error, id));
      join = null;
    }
    if (sync != null) {
      out.answer(sync, SyncResult.refused(error));
      sync = null;
    }
  }

  /** Its favourite among the candidates. */
  String vote(List<String> candidates) {
    for (Protocol protocol : protocols) {
      if (candidates.contains(protocol.name())) {
        return protocol.name();
      }
    }
    throw new IllegalStateException("member: " + id + " supports none of " + candidates);
  }
}
