package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.Bytes;

/**
 * One assignment strategy that a member offers, with what it wants to tell the leader.
 *
 * @param name of the strategy ("range")
 * @param metadata opaque to us, but for the consumer protocol's subscription
 */
public record Protocol(String name, Bytes metadata) {}
