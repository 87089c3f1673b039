/**
 * What a server is to its ensemble, as a state machine: requests and acknowledgements come in,
 * transactions to log and transactions to apply come out.
 *
 * <p>Core: no clock, no file, no thread; the ensemble lane drives it and carries out what it
 * returns. A server alone is an ensemble of one: it plans like a leader and commits what its own
 * log holds.
 */
@NullMarked
package io.castellan.server.zk.ensemble;

import org.jspecify.annotations.NullMarked;
