/**
 * The shell around the ensemble's core: drives it on the ensemble lane, and carries out what it
 * returns on the lanes of the log and of the snapshots.
 *
 * <p>The ensemble lane never waits for a disk. What it plans goes to the txnlog lane, which
 * appends, and forces once for everything that had queued; the completion comes back as a task of
 * the ensemble lane, which applies, tells the watchers, and answers. While the load is light the
 * threads that bring work run the lane themselves: an event loop plans what it has read, and the
 * txnlog thread, as long as nothing waits to be written, applies what it has forced.
 *
 * <p>What looks wrong and is right: on a disk that forces in less time than two threads need to
 * wake each other, the event loop that has read a write borrows the txnlog lane and forces it
 * itself, after everything else it has read. A create costs 30 µs less of processor time so, and
 * less latency. {@link io.castellan.server.zk.peer.ForcePace} sees to it that nobody waits for a
 * slow disk there.
 *
 * <p>Rejected: to wait a little before a force for more to come. It spares as much, and each client
 * that sends its next write after the answer to the last pays for it.
 */
@NullMarked
package io.castellan.server.zk.peer;

import org.jspecify.annotations.NullMarked;
