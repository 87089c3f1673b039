package io.castellan.server.zk.peer.quorum;

import io.castellan.server.zk.ensemble.EnsembleTimes;
import io.castellan.server.zk.ensemble.quorum.Electorate;
import io.castellan.server.zk.peer.election.ElectionAddresses;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * What a member knows of its ensemble.
 *
 * @param serverId its number
 * @param observer whether it only observes
 * @param electorate who votes
 * @param times how long it waits for others
 * @param election where the servers vote
 * @param quorum where they lead, unresolved: a name is looked up anew at each attempt
 * @param config the text of the configuration
 * @param forceSnapshot whether all learners get the whole state
 * @param maxPacketBytes the longest packet of a peer
 */
public record MemberSettings(
    long serverId,
    boolean observer,
    Electorate electorate,
    EnsembleTimes times,
    ElectionAddresses election,
    Map<Long, InetSocketAddress> quorum,
    String config,
    boolean forceSnapshot,
    int maxPacketBytes) {}
