/**
 * What a replica owes the others: the leader's knowledge of its followers, from which the high
 * watermark and the replicas in sync follow, and a follower's way back to a prefix of its leader's
 * log. Pure: positions come in, decisions come out; nothing here reads a clock, a log or a socket.
 *
 * <p>{@link io.castellan.server.kafka.replica.Replicas} is the leader's side, {@link
 * io.castellan.server.kafka.replica.FollowerSync} the follower's. Each belongs to one partition and
 * is owned by its storage lane.
 *
 * <p>What looks wrong and is right: a follower that is asked into the ISR counts for the high
 * watermark before the controller has agreed, and one that is asked out counts until it has. The
 * controller may have written either before its answer is lost, and a record counts as replicated
 * only if it is in every ISR that may stand in ZooKeeper (KIP-497 calls this the maximal ISR).
 *
 * <p>Three things are stricter than in a stock broker on ZooKeeper. The high watermark stands still
 * while fewer replicas are in sync than {@code min.insync.replicas} asks for (the idea of KIP-966,
 * stock since 3.7): what a consumer has read is then on that many disks. A leader that was deposed
 * and elected again without hearing of the leader in between forgets what its followers had: they
 * may have cut it since. And a refused change of the ISR is believed only if no earlier request for
 * it can still arrive.
 */
@NullMarked
package io.castellan.server.kafka.replica;

import org.jspecify.annotations.NullMarked;
