package io.castellan.server.zk.ensemble.election;

import io.castellan.server.zk.ensemble.quorum.Electorate;

/**
 * With what a server goes into an election.
 *
 * @param electorate whose votes count
 * @param lastZxid the last transaction in its log, -1 when it has lost its data
 * @param currentEpoch the epoch whose history it has
 * @param observer whether it only wants to know the leader
 * @param config the text of its configuration, which its messages carry
 */
public record Candidacy(
    Electorate electorate, long lastZxid, long currentEpoch, boolean observer, String config) {}
