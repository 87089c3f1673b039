package io.castellan.server.kafka.group;

/**
 * How far a group got in a partition.
 *
 * @param offset the next one to read
 * @param leaderEpoch of the last record read; -1 unknown
 * @param metadata the committer's note, "" when there is none
 * @param commitTimeMs when it was committed
 * @param expireTimeMs when it ends by the committer's own wish (OffsetCommit v2 to v4); -1 for the
 *     usual retention
 */
public record CommittedOffset(
    long offset, int leaderEpoch, String metadata, long commitTimeMs, long expireTimeMs) {}
