package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.shard.Effects;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a classic group, in the order in which they came. Owned by the group. */
final class Members {
  private final LinkedHashMap<String, Member> byId = new LinkedHashMap<>();
  private final Map<String, String> idByInstance = new HashMap<>();

  @Nullable Member get(String memberId) {
    return byId.get(memberId);
  }

  @Nullable Member ofInstance(String instanceId) {
    String id = idByInstance.get(instanceId);
    return id == null ? null : byId.get(id);
  }

  void add(Member member) {
    byId.put(member.id, member);
    if (member.instanceId != null) {
      idByInstance.put(member.instanceId, member.id);
    }
  }

  void remove(Member member) {
    byId.remove(member.id);
    if (member.instanceId != null) {
      idByInstance.remove(member.instanceId, member.id);
    }
  }

  Collection<Member> all() {
    return byId.values();
  }

  /** A copy, for loops that remove. */
  List<Member> copy() {
    return new ArrayList<>(byId.values());
  }

  int count() {
    return byId.size();
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  @Nullable Member first() {
    return byId.isEmpty() ? null : byId.values().iterator().next();
  }

  boolean allJoined() {
    for (Member member : byId.values()) {
      if (member.join == null) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Member firstJoined() {
    for (Member member : byId.values()) {
      if (member.join != null) {
        return member;
      }
    }
    return null;
  }

  /** Whether a member is who it says: known, and for a static one, not replaced (KIP-345). */
  ErrorCode check(String memberId, @Nullable String instanceId) {
    if (instanceId == null) {
      return byId.containsKey(memberId) ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID;
    }
    String holder = idByInstance.get(instanceId);
    if (holder == null) {
      return ErrorCode.UNKNOWN_MEMBER_ID;
    }
    return holder.equals(memberId) ? ErrorCode.NONE : ErrorCode.FENCED_INSTANCE_ID;
  }

  /** The leader if it has joined, else the first who has; null when nobody has. */
  @Nullable Member joinedLeader(@Nullable String leaderId) {
    Member leader = leaderId == null ? null : byId.get(leaderId);
    return leader != null && leader.join != null ? leader : firstJoined();
  }

  /** Those whose sync does not wait. */
  List<Member> unsynced() {
    return byId.values().stream().filter(member -> member.sync == null).toList();
  }

  /** End every sync that waits, and with it the assignments that they waited for. */
  void endSyncs(ErrorCode error, Effects out) {
    for (Member member : byId.values()) {
      member.assignment = Bytes.EMPTY;
      if (member.sync != null) {
        out.answer(member.sync, SyncResult.refused(error));
        member.sync = null;
      }
    }
  }

  /** Everyone, as the leader's join is answered. */
  List<JoinResult.JoinedMember> forLeader(@Nullable String protocolName) {
    return byId.values().stream()
        .map(
            member ->
                new JoinResult.JoinedMember(
                    member.id, member.instanceId, member.metadata(protocolName)))
        .toList();
  }

  /**
   * Everyone, as the group is stored.
   *
   * @param assignments what is about to be assigned, by member id; who is not in it keeps what it
   *     has
   */
  List<GroupSnapshot.StoredMember> stored(
      @Nullable String protocolName, Map<String, Bytes> assignments) {
    return byId.values().stream()
        .map(
            member ->
                new GroupSnapshot.StoredMember(
                    member.id,
                    member.instanceId,
                    member.clientId,
                    member.clientHost,
                    member.rebalanceTimeoutMs,
                    member.sessionTimeoutMs,
                    member.metadata(protocolName),
                    assignments.getOrDefault(member.id, member.assignment)))
        .toList();
  }

  /** The longest time that any member gives the others to rejoin. */
  int longestRebalanceTimeoutMs() {
    int longest = 0;
    for (Member member : byId.values()) {
      longest = Math.max(longest, member.rebalanceTimeoutMs);
    }
    return longest;
  }

  /** Whether at least one of the protocols is known to every member. */
  boolean haveInCommonWith(List<Protocol> offered) {
    for (Protocol protocol : offered) {
      if (allSupport(protocol.name())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The protocol that all support and most prefer; among equals the one that the first member likes
   * better.
   */
  String electProtocol() {
    Member first = first();
    if (first == null) {
      throw new IllegalStateException("a group without members has no protocol");
    }
    List<String> candidates = new ArrayList<>();
    for (Protocol protocol : first.protocols) {
      if (allSupport(protocol.name())) {
        candidates.add(protocol.name());
      }
    }
    Map<String, Integer> votes = new HashMap<>();
    for (Member member : byId.values()) {
      votes.merge(member.vote(candidates), 1, Integer::sum);
    }
    String elected = candidates.get(0);
    for (String candidate : candidates) {
      if (votes.getOrDefault(candidate, 0) > votes.getOrDefault(elected, 0)) {
        elected = candidate;
      }
    }
    return elected;
  }

  private boolean allSupport(String protocolName) {
    for (Member member : byId.values()) {
      if (!member.supports(protocolName)) {
        return false;
      }
    }
    return true;
  }
}
