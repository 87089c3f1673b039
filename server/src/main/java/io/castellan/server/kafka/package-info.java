/**
 * The broker's front door: listeners, connections, and the table that leads a request to its
 * handler.
 *
 * <p>Everything else of the broker world may import this package; it imports none of it. What puts
 * the broker together is in {@code kafka.broker}, so that no cycle arises.
 */
@NullMarked
package io.castellan.server.kafka;

import org.jspecify.annotations.NullMarked;
