package io.castellan.server.kafka.log;

/**
 * An aborted transaction in a segment, so that readers of committed records can skip what it wrote
 * (KIP-98).
 *
 * @param producerId whose it was
 * @param firstOffset its first record's
 * @param lastOffset its marker's
 * @param lastStableOffset the partition's, right after the transaction ended
 */
public record AbortedTxn(
    long producerId, long firstOffset, long lastOffset, long lastStableOffset) {}
