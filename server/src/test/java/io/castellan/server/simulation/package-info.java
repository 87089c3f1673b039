/**
 * A world for state machines to be tested in: a clock that stands still while something happens,
 * links that delay, lose and repeat, hosts that crash, and disks that lose what was not forced. All
 * of it follows from one number, the seed, so that what a test has seen once it can see again.
 *
 * <p>{@link io.castellan.server.simulation.Simulation} has the clock and the events, and checks
 * every {@link io.castellan.server.simulation.Invariant} after each of them. {@link
 * io.castellan.server.simulation.Links} carry messages between {@link
 * io.castellan.server.simulation.Host}s, {@link io.castellan.server.simulation.Disk} is what a host
 * has left after a crash, and {@link io.castellan.server.simulation.Nemesis} makes the trouble.
 * None of them knows what is simulated.
 */
@NullMarked
package io.castellan.server.simulation;

import org.jspecify.annotations.NullMarked;
