/**
 * This server as a member of an ensemble: who elects, leads or follows, over which connections, and
 * what becomes of its clients and its files when that changes.
 *
 * <p>{@link io.castellan.server.zk.peer.quorum.Member} is the shell of the cores in {@code
 * zk.ensemble}: it tells them what has come and what time it is, and carries out their steps, those
 * on the disk by the lanes of the log and of the snapshots.
 *
 * <p>What looks wrong and is right: the port for learners is open on every member, whether it leads
 * or not, and holds what a learner says first until this server's own election is over. A learner
 * often knows a moment earlier than its leader who leads; where the port opens with the office, as
 * on a stock server, it finds it closed and loses a tenth of a second, or a whole one.
 */
@NullMarked
package io.castellan.server.zk.peer.quorum;

import org.jspecify.annotations.NullMarked;
