/**
 * The znode layout of a ZooKeeper-mode cluster: one class per kind of znode, with its path and its
 * contents in every version that a stock broker or tool has written.
 *
 * <p>Paths are relative to the chroot. Readers go by the keys that are present, not by the version
 * number, and ignore keys that they do not know; writers write what a stock broker of the same
 * {@code inter.broker.protocol.version} does, in the same order of keys, so that a dump of the tree
 * compares equal. Nothing here is written needlessly: data versions serve as partition epochs and
 * as fencing tokens.
 *
 * <p>Rejected: data binding. The contents are small, their shapes are few, and an old tool's
 * liberties (a number written as a string) are easier to allow by hand.
 */
@NullMarked
package io.castellan.server.kafka.znodes;

import org.jspecify.annotations.NullMarked;
