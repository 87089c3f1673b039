package io.castellan.server.zk.ensemble;

import io.castellan.server.zk.ensemble.quorum.Electorate;

/**
 * With what a server leads.
 *
 * @param electorate whose acknowledgements count
 * @param times how long it waits
 * @param config the text of the configuration, which learners are told
 * @param configVersion its version, 0 while it never changed
 * @param forceSnapshot whether all learners get the whole state ({@code
 *     zookeeper.forceSnapshotSync})
 */
public record LeadingSettings(
    Electorate electorate,
    EnsembleTimes times,
    String config,
    long configVersion,
    boolean forceSnapshot) {}
