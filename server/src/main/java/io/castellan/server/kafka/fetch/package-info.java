/**
 * What a Fetch needs beyond the log that it reads: sessions (KIP-227), and the conversion of what
 * is stored for consumers that know only older formats.
 *
 * <h2>What looks wrong and is right</h2>
 *
 * <ul>
 *   <li>A session has no owner: requests that name it may come through any connection, so through
 *       any event loop. Each touches it twice, for microseconds, and claims it meanwhile. Whoever
 *       finds it claimed is told that its epoch is wrong: a client sends one request of a session
 *       at a time, so that there was a second sender, or none that means well.
 *   <li>An answer that is being converted has told its size before it is known. What it grows short
 *       of that is filled with an entry that no client can read to its end, as clients expect the
 *       last one to be cut short anyway; what would exceed it is left for the next request.
 * </ul>
 *
 * <h2>Rejected</h2>
 *
 * <p>Sessions of one connection only: a client that reconnects would have to name all of its
 * partitions again, which is what sessions are there to avoid. Converting a whole answer before it
 * is sent: requests before version 3 have no limit but the number of their partitions.
 */
@NullMarked
package io.castellan.server.kafka.fetch;

import org.jspecify.annotations.NullMarked;
