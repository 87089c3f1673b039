/**
 * The broker's front door: listeners, connections, and the table that leads a request to its
 * handler.
 *
 * <p>Everything else of the broker world may import this package; it imports none of it. What puts
 * the broker together is in {@code kafka.broker}, so that no cycle arises.
 *
 * <p>What looks wrong and is right: requests of one connection are not held back until the one
 * before is answered, as stock does. Two requests that must not overtake each other meet on the
 * same lane, which keeps their order; the answers are put in order by the reply queue; and {@code
 * MAX_OUTSTANDING} bounds how many requests of a connection are in memory. An answer is encoded by
 * the thread that completes it, not by the event loop, which would make the busiest thread do it.
 *
 * <p>Beyond {@code max.connections} a connection is closed with one line, where stock leaves it in
 * the backlog: a client then hears at once what is wrong.
 */
@NullMarked
package io.castellan.server.kafka;

import org.jspecify.annotations.NullMarked;
