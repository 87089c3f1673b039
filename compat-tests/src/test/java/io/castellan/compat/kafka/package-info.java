/**
 * Stock Kafka tools, clients and brokers against ours: what a user types and sees, and what is on
 * disk.
 *
 * <p>As for ZooKeeper, a stock pair (ZooKeeper 3.9.6, Kafka 3.4.1: the last line with every API
 * that the tools of all five releases use) is asked the same in the same run.
 */
@NullMarked
package io.castellan.compat.kafka;

import org.jspecify.annotations.NullMarked;
