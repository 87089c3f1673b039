/**
 * Frames on a Netty channel: each is its length in four bytes and then as many bytes.
 *
 * <p>What looks wrong and is right: the decoder gathers a frame that came in pieces by copying it,
 * once, instead of chaining the pieces. Whoever checks the records of such a frame reads every byte
 * of it, and does that several times as fast in one piece; frames that came whole, which most do,
 * are slices of what was received.
 */
@NullMarked
package io.castellan.kafka.protocol.net;

import org.jspecify.annotations.NullMarked;
