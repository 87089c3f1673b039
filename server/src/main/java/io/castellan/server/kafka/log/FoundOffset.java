package io.castellan.server.kafka.log;

/**
 * A record that a search by time has found.
 *
 * @param timestamp its timestamp in ms; -1 where only an offset was asked for
 * @param offset its offset
 * @param leaderEpoch the epoch of the leader that appended it, -1 if unknown
 */
public record FoundOffset(long timestamp, long offset, int leaderEpoch) {}
