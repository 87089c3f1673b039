package io.castellan.server.kafka.log;

/**
 * What a log remembers of one producer, for people to look at (KIP-664).
 *
 * @param producerId its id
 * @param epoch its epoch
 * @param lastSequence its last record's sequence number, -1 if the log knows none
 * @param lastTimestamp when it was last heard of, in ms
 * @param coordinatorEpoch that of the coordinator that ended its last transaction, -1 if none did
 * @param txnFirstOffset where its open transaction begins, -1 if none is open
 */
public record ActiveProducer(
    long producerId,
    short epoch,
    int lastSequence,
    long lastTimestamp,
    int coordinatorEpoch,
    long txnFirstOffset) {}
