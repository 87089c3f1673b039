/**
 * The main classes that the drop-in scripts start, named as stock's so that {@code jps} shows what
 * operators look for.
 *
 * <p>Stock's own stop script finds a broker by {@code ps ax | grep ' kafka\.Kafka '}, and many init
 * scripts find ZooKeeper by {@code org.apache.zookeeper.server.quorum.QuorumPeerMain}. The first
 * argument of these classes is that full name: it is there for whoever reads the process table, and
 * nothing reads it here. Classes of those very names were rejected: two jars with the same class on
 * one class path is a trap, and the packages are not ours.
 */
@NullMarked
package io.castellan.server.main;

import org.jspecify.annotations.NullMarked;
