/**
 * The partitions that this broker hosts: each owned by its storage lane, reached from event loops
 * through its proxy and its published view.
 */
@NullMarked
package io.castellan.server.kafka.partition;

import org.jspecify.annotations.NullMarked;
