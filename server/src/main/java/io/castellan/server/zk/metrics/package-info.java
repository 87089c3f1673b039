/**
 * What a ZooKeeper server counts, under the names that stock has had since 3.6 ({@code mntr} puts
 * {@code zk_} before them): one class for each thread that counts.
 *
 * <p>The words of stock's stages are kept where ours do the same work. <i>Prep processor</i> is the
 * ensemble lane, which checks a request and plans a transaction; its queue is that of the lane.
 * <i>Sync processor</i> is the txnlog lane. What is measured for each request in stock and cannot
 * differ within a batch here (the moment at which a batch was taken, planned, forced) is measured
 * once for the batch, and counted for each of its requests where the name says so.
 *
 * <p>What looks wrong and is right: many names of stock are missing. A number is told only if
 * something can make it move; those of ensembles, TLS, the commit processor, the response cache and
 * the optimised watch manager would stand at zero for ever on a server that has none of these.
 */
@NullMarked
package io.castellan.server.zk.metrics;

import org.jspecify.annotations.NullMarked;
