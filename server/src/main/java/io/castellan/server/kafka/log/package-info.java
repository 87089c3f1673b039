/**
 * Partition logs on disk, in the formats of stock: segments with their indexes, leader epochs,
 * producer snapshots, checkpoints.
 *
 * <p>{@link io.castellan.server.kafka.log.PartitionLog} is the log as its lane sees it; {@link
 * io.castellan.server.kafka.log.LogView} is the log as everybody else does: an immutable snapshot
 * that reads are made on. {@link io.castellan.server.kafka.log.LogDirectory} is one of the {@code
 * log.dirs}. Nothing here has a lock, a thread or a clock.
 *
 * <h2>What looks wrong and is right</h2>
 *
 * <ul>
 *   <li>The index entries of the active segment are not on file until some hundreds have gathered,
 *       or the segment is closed. An index is needed on file only after a clean end; after any
 *       other end the recovery reads that segment anyway and makes the index anew, here as in
 *       stock. So an idle partition costs a file descriptor and a few hundred bytes, where stock
 *       maps 20 MiB of sparse files.
 *   <li>A read may end inside a batch: receivers expect it, and finding the last whole batch would
 *       cost more than the bytes are worth.
 *   <li>A torn tail is cut; damage with sound batches behind it makes the log refuse to open. Stock
 *       cuts there as well, and everything after it, counting on other replicas.
 *   <li>A compaction works on the segments of a view, off the log's lane, and takes no lock that
 *       would hold retention or truncation up: if its sources are gone when it is done, its work is
 *       thrown away. The segments that it has replaced stay readable for as long as they are held.
 *   <li>The index of a compacted segment has an entry for every so many bytes of batches, where
 *       stock has one for every buffer that it wrote: records and offsets are stock's, lookups read
 *       less.
 *   <li>Records are not on disk when they are acknowledged, unless {@code flush.messages} says so:
 *       the page cache outlives the process, and replication is what outlives the machine (as in
 *       stock).
 * </ul>
 *
 * <h2>Rejected</h2>
 *
 * <p>Memory-mapped indexes: a page fault on a lane or event loop is a stall that nobody sees, a
 * full disk is a SIGBUS instead of an error, and unmapping needs {@code sun.misc.Unsafe}. A lookup
 * in a closed segment costs some seventeen small reads from the page cache instead, once per fetch.
 */
@NullMarked
package io.castellan.server.kafka.log;

import org.jspecify.annotations.NullMarked;
