/**
 * The shell around the ensemble's core: drives it on the ensemble lane, and carries out what it
 * returns on the lanes of the log and of the snapshots.
 *
 * <p>The ensemble lane never waits for a disk. What it plans goes to the txnlog lane, which
 * appends, and forces once for everything that had queued; the completion comes back as a task of
 * the ensemble lane, which applies, tells the watchers, and answers. While the load is light the
 * threads that bring work run the lane themselves: an event loop plans what it has read, and the
 * txnlog thread, as long as nothing waits to be written, applies what it has forced.
 */
@NullMarked
package io.castellan.server.zk.peer;

import org.jspecify.annotations.NullMarked;
