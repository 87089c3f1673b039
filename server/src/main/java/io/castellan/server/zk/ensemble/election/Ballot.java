package io.castellan.server.zk.ensemble.election;

import io.castellan.zk.protocol.quorum.ElectionMessage;

/**
 * A message to be sent. It takes the place of an older one to the same server that still waits; and
 * where there is no connection, it is a reason to make one.
 *
 * @param to the server's number
 */
public record Ballot(long to, ElectionMessage message) {}
