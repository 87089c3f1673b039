/**
 * Kafka's wire protocol: what a request is called, how it is framed and which errors answer it.
 *
 * <p>The values that everything else here is made of: {@link io.castellan.kafka.protocol.ApiKey},
 * {@link io.castellan.kafka.protocol.ErrorCode}, the two headers, {@link
 * io.castellan.kafka.protocol.Uuid} and {@link io.castellan.kafka.protocol.Bytes}. The engine that
 * reads and writes messages is in {@code .schema}, the messages are in {@code .message}, frames on
 * a channel in {@code .net}.
 *
 * <p>What looks wrong and is right: the headers are written by hand although messages are not,
 * because their layout depends on the API and version that they themselves announce, and the client
 * id keeps its int16 length in flexible headers.
 */
@NullMarked
package io.castellan.kafka.protocol;

import org.jspecify.annotations.NullMarked;
