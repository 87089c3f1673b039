package io.castellan.server.kafka.shard;

import io.castellan.kafka.protocol.Uuid;

/**
 * Which log it is, up to an offset. Two logs of one topic id whose last records before an offset
 * were written in the same leader epoch are the same up to there (KIP-101), but for what was
 * compacted since; so what was derived from one holds for the other.
 *
 * @param topicId never zero
 * @param startOffset where the log starts
 * @param leaderEpoch that wrote the record before {@code offset}, or the last one before it
 * @param offset where the prefix ends, exclusive
 */
public record LogPrefix(Uuid topicId, long startOffset, int leaderEpoch, long offset) {}
