package io.castellan.server.kafka.group;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a member says when it joins, whatever the version it said it in.
 *
 * @param memberId empty for a member that has none yet
 * @param instanceId set for a static member (KIP-345)
 * @param clientId of the request's header
 * @param clientHost the peer's address as DescribeGroups shows it, "/10.0.0.7"
 * @param sessionTimeoutMs silence after which the member is out
 * @param rebalanceTimeoutMs how long the others wait for it to rejoin
 * @param protocolType "consumer" for consumers
 * @param protocols what it offers, best first
 * @param memberIdRequired whether a new member must come back with the id it is given (v4+,
 *     KIP-394)
 * @param canSkipAssignment whether a leader understands that it need not assign (v9+, KIP-814)
 */
public record JoinRequest(
    String memberId,
    @Nullable String instanceId,
    String clientId,
    String clientHost,
    int sessionTimeoutMs,
    int rebalanceTimeoutMs,
    String protocolType,
    List<Protocol> protocols,
    boolean memberIdRequired,
    boolean canSkipAssignment) {}
