package io.castellan.server.zk.ensemble.election;

import io.castellan.zk.protocol.quorum.PeerState;

/**
 * How an election has ended for this server.
 *
 * @param state what it is now: leading, following or observing
 * @param vote whom it follows, itself if it leads
 * @param round the round in which that was decided
 */
public record ElectionResult(PeerState state, Vote vote, long round) {}
