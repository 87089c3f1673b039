/**
 * One class per API: which versions it serves, what it answers, and what differs between versions.
 *
 * <p>Handlers hold no state of a request and reach partitions through {@code PartitionProxy} and
 * {@code LogView} only.
 *
 * <p>Which versions are advertised: what is served, from the oldest on. Two need a word. Produce is
 * advertised and served from version 0, although records of the formats 0 and 1 are refused ({@code
 * UNSUPPORTED_FOR_MESSAGE_FORMAT}): librdkafka takes compression for unsupported when the range
 * does not begin low enough, and stock 4.x advertises it for that reason without serving it. Fetch
 * begins with version 4, as in stock 4.x: older versions could only be answered by converting what
 * the log holds.
 */
@NullMarked
package io.castellan.server.kafka.handler;

import org.jspecify.annotations.NullMarked;
