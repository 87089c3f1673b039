/**
 * ZooKeeper's protocol: the bytes that cross its sockets and the bytes that lie in its files, as
 * records.
 *
 * <p>This package holds the enumerations with their wire codes. Its rooms: {@code jute} the
 * primitive encoding, {@code data} the records that others share, {@code message} what clients and
 * servers say, {@code txn} what the log holds, {@code quorum} what servers say to one another,
 * {@code net} the framing for Netty.
 *
 * <p>Nothing here decides anything: no clock, no thread, no file. A lookup by code answers null
 * when the code is unknown, because only the caller knows what an unknown code means: a closed
 * connection, an error reply, or a file that must not be touched.
 */
@NullMarked
package io.castellan.zk.protocol;

import org.jspecify.annotations.NullMarked;
