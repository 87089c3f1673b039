/**
 * Lanes: the threads that own mutable state, each with one queue.
 *
 * <p>Every mutable object of the server belongs to one lane or to one connection's event loop.
 * Whoever else wants something from it puts a task into the lane's queue; the lane runs tasks one
 * after another, so nothing that it owns needs a lock. A lane drains what has queued, then runs its
 * drained hooks (force a file once, flush once), and only then do the answers leave: group commit
 * without a timer.
 *
 * <p>A lane whose tasks never wait (ZooKeeper's ensemble lane) is lent while it is idle: the thread
 * that brings work runs it itself, see {@link io.castellan.server.lane.Lane#executeHere}. Under
 * light load most of a small request's cost is waking threads: a create took four wake-ups, from
 * the event loop to the lane, to the log, back to the lane and back to the event loop, and takes
 * two (none where the disk is quick, see {@code zk.peer}), and a get takes none. Under heavy load
 * the lane is always held by somebody, work queues up as before, and its own thread takes over.
 *
 * <p>Rejected: to spin for a while before a lane's thread parks. It spares the same wake-ups, and
 * burns a processor for it that others need.
 *
 * <p>What looks wrong and is right: the queue itself is unbounded. Work is refused at the edge, by
 * {@link io.castellan.server.lane.Lane#tryExecute}, when the lane's depth reaches its capacity;
 * work that was already admitted (the completion of a disk write, say) is always accepted by {@link
 * io.castellan.server.lane.Lane#execute}. A bound on both would let two lanes that complete each
 * other's work wait for one another for ever.
 */
@NullMarked
package io.castellan.server.lane;

import org.jspecify.annotations.NullMarked;
