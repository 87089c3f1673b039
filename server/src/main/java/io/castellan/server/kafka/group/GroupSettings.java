package io.castellan.server.kafka.group;

/**
 * What the configuration says about groups. Times in milliseconds, sizes in bytes.
 *
 * @param minSessionTimeoutMs {@code group.min.session.timeout.ms}
 * @param maxSessionTimeoutMs {@code group.max.session.timeout.ms}
 * @param initialRebalanceDelayMs {@code group.initial.rebalance.delay.ms}
 * @param maxMembers {@code group.max.size}
 * @param maxOffsetMetadataBytes {@code offset.metadata.max.bytes}
 * @param offsetsRetentionMs {@code offsets.retention.minutes}, as milliseconds
 */
public record GroupSettings(
    int minSessionTimeoutMs,
    int maxSessionTimeoutMs,
    int initialRebalanceDelayMs,
    int maxMembers,
    int maxOffsetMetadataBytes,
    long offsetsRetentionMs) {}
