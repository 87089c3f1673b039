/**
 * The partitions that this broker hosts: each owned by its storage lane, reached from event loops
 * through its proxy and its published view.
 *
 * <p>Reading changes no owner: an event loop samples the view and builds its answer from it. Only
 * what must wait for an append, and what changes the log, goes to the lane.
 *
 * <p>Appends are taken one by one and written together: what the lane finds queued, or what one
 * read of a connection has brought, becomes one gathering write, and is answered after it. An event
 * loop that brings appends to an idle lane holds that lane and writes them itself. Kept apart on
 * purpose are appends that are forced to the disk, and those after a write that had to wait: no
 * event loop waits for a disk more than once a second.
 *
 * <p>What looks wrong and is right: a fetch that waits on many partitions is left, done, in the
 * lists of those that did not wake it (see {@code FetchWaiters}).
 */
@NullMarked
package io.castellan.server.kafka.partition;

import org.jspecify.annotations.NullMarked;
