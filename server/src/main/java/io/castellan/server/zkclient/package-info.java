/**
 * A small asynchronous ZooKeeper client: one session over one connection at a time, to a stock
 * ensemble or to our own server, over TCP or inside the process.
 *
 * <p>Callers hold a {@link io.castellan.server.zkclient.ZkClient} and an executor (a lane); every
 * outcome, watch event and change of the session arrives on that executor, in the order in which
 * the server sent them. So a caller that reads a node and leaves a watch sees the answer before the
 * event, and never sees an answer of a session after it was told that the session is gone.
 *
 * <p>What looks wrong and is right: an operation that was sent when the connection broke ends with
 * {@code CONNECTION_LOSS}, and nothing is retried here. The server may or may not have carried it
 * out; only the caller knows how to find out (read the node, compare the owner). An operation that
 * was not sent yet waits for the next connection instead.
 *
 * <p>Rejected: futures as results. A callback that throws must stop the lane that it runs on; a
 * future would swallow the exception.
 */
@NullMarked
package io.castellan.server.zkclient;

import org.jspecify.annotations.NullMarked;
