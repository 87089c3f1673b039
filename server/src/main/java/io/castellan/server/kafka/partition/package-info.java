/**
 * The partitions that this broker hosts: each owned by its storage lane, reached from event loops
 * through its proxy and its published view.
 *
 * <p>Reading changes no owner: an event loop samples the view and builds its answer from it. Only
 * what must wait for an append, and what changes the log, goes to the lane.
 *
 * <p>What looks wrong and is right: a fetch that waits on many partitions is left, done, in the
 * lists of those that did not wake it (see {@code FetchWaiters}).
 */
@NullMarked
package io.castellan.server.kafka.partition;

import org.jspecify.annotations.NullMarked;
