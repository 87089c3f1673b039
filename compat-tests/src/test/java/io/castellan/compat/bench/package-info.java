/**
 * The side-by-side benchmark: a stock pair (ZooKeeper 3.9.6, Kafka 3.4.1, with the JVM options of
 * their own scripts) and ours, measured by turns in one run on one machine, and reported as ratios.
 * The broker by itself is measured against Kafka 4.4.0 in KRaft mode as well, and compared with
 * whichever of the two does better.
 *
 * <p>A ratio of two runs on the same machine in the same minutes says something where an absolute
 * figure does not. Of all figures the server's CPU time per unit of work is the steadiest: it
 * hardly depends on what else the machine does, nor on the load generator, which shares the
 * processors. The load comes from stock's own tools and clients.
 *
 * <p>What looks wrong and is right: the CPU time of a load is taken over all of it, its first
 * seconds included, and divided by all of its work, since a server that needs long to warm up costs
 * that time. Before each load there is a shorter one that is not counted, for both alike.
 */
@NullMarked
package io.castellan.compat.bench;

import org.jspecify.annotations.NullMarked;
