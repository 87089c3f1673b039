/**
 * What a server is to its ensemble, as state machines (Zab 1.0): requests, messages,
 * acknowledgements and the time come in, and what must happen comes out, in order, as {@link
 * io.castellan.server.zk.ensemble.Step}s.
 *
 * <p>Core: no clock, no file, no thread; the ensemble lane drives it and carries out what it
 * returns. The order of the steps is the protocol: a promise, an acknowledgement or a vote stands
 * behind the disk steps that make it true, and whoever carries steps out lets none overtake another
 * that waits for the disk. So the whole of it runs in simulation, crashes between any two steps
 * included.
 *
 * <p>What looks wrong and is right: a learner holds all of its leader's history in memory until it
 * is complete, for half of a history must never be on its disk beside an epoch that claims the
 * whole; a server that leaves its role applies what was logged and not committed, for the log is
 * what it votes with; and a server alone is a role of its own, because it goes on in whatever epoch
 * its log ends with, as a stock one does.
 */
@NullMarked
package io.castellan.server.zk.ensemble;

import org.jspecify.annotations.NullMarked;
