/**
 * Producer ids and, with them, all of idempotence and transactions that is not in a partition's
 * log.
 *
 * <p>Pure cores: an event comes in, what is to be done comes out through the ports that are passed
 * to the constructor. No threads, no channels, no files.
 */
@NullMarked
package io.castellan.server.kafka.txn;

import org.jspecify.annotations.NullMarked;
