/**
 * Requests: one handler per operation, the table that finds it, and the lane's side of a
 * connection.
 *
 * <p>A handler decodes on the connection's event loop and answers on the ensemble lane. What it
 * answers with holds the immutable node itself, or its children, and is written to the wire later,
 * by the event loop: the lane neither copies nor encodes anything.
 *
 * <p>Requests of one connection are answered in order. One that reads waits while a write before it
 * is on its way through the log, and so does everything behind it; a later write does not wait, it
 * is planned at once, but its effect cannot be seen by the reads before it, since they run as soon
 * as the write before them is applied.
 *
 * <p>What looks wrong and is right: pings wait in that order too. A ping that overtook a write
 * would tell the client of a zxid before the reply that belongs to it.
 */
@NullMarked
package io.castellan.server.zk.request;

import org.jspecify.annotations.NullMarked;
