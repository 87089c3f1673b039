/**
 * The disk of the ZooKeeper side: transaction logs, snapshots and epoch files, in the stock
 * formats, so that a directory can be taken over from a stock server and handed back.
 *
 * <p>{@link io.castellan.server.zk.store.DataDirectories} is the door. Behind it the tree is not
 * known: {@link io.castellan.server.zk.store.TreeSink} receives what is read, {@link
 * io.castellan.server.zk.store.SnapshotSource} gives what is written.
 *
 * <p><b>Where a log ends.</b> The format has no mark for what was forced, so the end of a file must
 * be judged. Zeros, a short entry, an impossible length, or a missing end byte are the torn end of
 * a write that nobody was told had succeeded, <em>unless</em> a whole entry with a newer zxid
 * stands behind it, or the next file does not continue where this one stops: then something that
 * was on the disk is not there any more, and the server refuses to start rather than to go on
 * without it. A whole entry with a wrong checksum is always refused, as stock does, even at the
 * very end: dropping it might drop an acknowledged write.
 *
 * <p>What looks wrong and is right: a torn end is cut off when the server starts, because an older
 * stock reader may trip over it; a log file without a single whole entry is deleted, because its
 * name is that of the entry which will be written next; snapshots are named for the zxid of the
 * image, and what follows that zxid is always read from the log.
 *
 * <p><b>Where a power loss has taken pages from the middle.</b> The pages of one force arrive in
 * any order, so that zeros may stand before whole entries that nobody was told of. {@link
 * io.castellan.server.zk.store.UnforcedBatch} tells them from the loss of something acknowledged by
 * three bytes behind the fields of an entry, which {@link io.castellan.server.zk.store.TxnLog}
 * writes where a force covers several pages and every release passes over; the end is cut there.
 * Without them, as in a log of stock's, the server refuses to start, names file, position and the
 * last transaction before it, and leaves the decision to the operator, who cuts the log with {@code
 * zkTxnLogToolkit.sh}. Rejected: a mark that is forced after each batch doubles the forces; going
 * on wherever pages are missing, as stock does, drops what was acknowledged if a disk has lost it.
 *
 * <p>Rejected: writing snapshots straight to their final name as stock does. A file under that name
 * is always whole here.
 */
@NullMarked
package io.castellan.server.zk.store;

import org.jspecify.annotations.NullMarked;
