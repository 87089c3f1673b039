/**
 * The group coordinator's rules, as state machines: a request and the time come in, answers, timers
 * and records to store come out. Nothing here knows a clock, a thread, a socket or a file; the
 * shard runtime feeds it on the lane of the group's {@code __consumer_offsets} partition and
 * carries out what it returns.
 *
 * <p>What looks wrong and is right: a member whose join or sync waits for the others is never
 * expired, however long that takes; its silence is our doing. A member that was made by a client
 * too old to know {@code MEMBER_ID_REQUIRED} and whose connection died while it waited is let go
 * after five minutes (KAFKA-7610).
 *
 * <p>Sources: KIP-62 (rebalance timeout), KIP-134 (initial rebalance delay), KIP-345 (static
 * members), KIP-394 (member id required), KIP-559 (protocol type and name), KIP-800 (reasons),
 * KIP-814 (skip assignment).
 */
@NullMarked
package io.castellan.server.kafka.group;

import org.jspecify.annotations.NullMarked;
